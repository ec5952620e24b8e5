#include "neural/torch/functions.hpp"

#include <algorithm>
#include <limits>

#include <gtest/gtest.h>
#include <torch/csrc/autograd/autograd.h>

#include "eigenlex/core/random.hpp"

namespace eigenlex::internal {
namespace functions_test {

at::Tensor random_matrix(std::int64_t rows, std::int64_t columns, std::uint64_t seed) {
  Random random(seed);
  at::Tensor matrix = at::empty({rows, columns}, at::kFloat);
  for (std::int64_t i = 0; i < matrix.numel(); ++i) {
    matrix.data_ptr<float>()[i] = static_cast<float>(random.normal());
  }
  return matrix.requires_grad_(true);
}

double distance(const at::Tensor& a, const at::Tensor& b) {
  return (a - b).abs().max().item<double>();
}

TEST(Product, AndItsGradientsAgreeWithLibtorch) {
  const at::Tensor a = random_matrix(7, 5, 1), b = random_matrix(5, 3, 2);
  const at::Tensor weights = random_matrix(7, 3, 3);
  const at::Tensor ours = product(a, b), theirs = at::mm(a, b);
  EXPECT_LT(distance(ours, theirs), 1e-5);
  const auto expected = torch::autograd::grad({(theirs * weights).sum()}, {a, b});
  const auto gradients = torch::autograd::grad({(ours * weights).sum()}, {a, b});
  EXPECT_LT(distance(gradients[0], expected[0]), 1e-5);
  EXPECT_LT(distance(gradients[1], expected[1]), 1e-5);
}

TEST(Product, TakesTransposedViews) {
  const at::Tensor a = random_matrix(4, 6, 1), b = random_matrix(4, 2, 2);
  EXPECT_LT(distance(product(a.t(), b), at::mm(a.t(), b)), 1e-5);
}

/// Texts of 6, 2 and 1 tokens: with windows of 3, two of them are shorter than the window.
Shard three_texts() { return {{9, 8, 7, 6}, {0, 1, 2, 3, 1, 0, 2, 2, 3}, {0, 6, 8, 9}}; }

TEST(MaxOverWindows, IsTheMaximumOfTheSums) {
  const Shard shard = three_texts();
  constexpr std::int64_t kFilters = 2;
  const std::vector<std::int64_t> widths{2, 3};
  const at::Tensor projected = random_matrix(4, 5 * kFilters, 4);
  const at::Tensor maxima = max_over_windows(projected, shard, widths, kFilters);
  const auto p = projected.accessor<float, 2>();
  for (std::int64_t text = 0; text < 3; ++text) {
    const std::int64_t begin = shard.offsets[static_cast<std::size_t>(text)];
    const std::int64_t end = shard.offsets[static_cast<std::size_t>(text) + 1];
    for (std::int64_t w = 0, column = 0; w < 2; column += widths[static_cast<std::size_t>(w++)]) {
      const std::int64_t width = widths[static_cast<std::size_t>(w)];
      for (std::int64_t f = 0; f < kFilters; ++f) {
        double best = -std::numeric_limits<double>::infinity();
        for (std::int64_t t = begin; t <= std::max(begin, end - width); ++t) {
          double sum = 0;
          for (std::int64_t j = 0; j < width && t + j < end; ++j) {
            sum += p[shard.tokens[static_cast<std::size_t>(t + j)]][(column + j) * kFilters + f];
          }
          best = std::max(best, sum);
        }
        EXPECT_NEAR((maxima[text][w * kFilters + f].item<double>()), best, 1e-6);
      }
    }
  }
}

// The function is piecewise linear: between kinks a difference quotient is exact up to rounding.
TEST(MaxOverWindows, GradientIsTheDifferenceQuotient) {
  const Shard shard = three_texts();
  const at::Tensor projected = random_matrix(4, 10, 5);
  const auto value = [&](const at::Tensor& x) {
    return max_over_windows(x, shard, {2, 3}, 2).sum();
  };
  const at::Tensor gradient = torch::autograd::grad({value(projected)}, {projected})[0];
  constexpr float kStep = 1e-2f;
  for (std::int64_t i = 0; i < projected.numel(); ++i) {
    at::Tensor up = projected.detach().clone(), down = up.clone();
    up.data_ptr<float>()[i] += kStep;
    down.data_ptr<float>()[i] -= kStep;
    const double quotient = (value(up) - value(down)).item<double>() / (2 * kStep);
    EXPECT_NEAR(gradient.data_ptr<float>()[i], quotient, 2e-3) << i;
  }
}

}  // namespace functions_test
}  // namespace eigenlex::internal
