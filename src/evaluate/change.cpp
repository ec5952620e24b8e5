#include "eigenlex/evaluate/change.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>

#include <fmt/format.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/parallel.hpp"
#include "eigenlex/matrix/unit_rows.hpp"

#include "core/median.hpp"

namespace eigenlex {
namespace {

constexpr std::int64_t kBlockRows = 256;
constexpr std::int64_t kFewestMatched = 3;
/// What makes the median absolute deviation of normal numbers their standard deviation.
constexpr double kDeviationOfMedian = 1.4826;

/// The value in the deviations of others from their median.
double standardized(double value, const std::vector<double>& others) {
  const double centre = internal::median(others);
  std::vector<double> deviations;
  for (const double other : others) deviations.push_back(std::abs(other - centre));
  const double deviation = kDeviationOfMedian * internal::median(std::move(deviations));
  return deviation > 0 ? (value - centre) / deviation : 0;
}

}  // namespace

std::vector<double> row_cosines(const RowMatrix& first, const RowMatrix& second) {
  if (first.rows() != second.rows() || first.cols() != second.cols()) {
    throw OptionError("second", fmt::format("{} x {}", second.rows(), second.cols()),
                      fmt::format("must be {} x {}, as the first", first.rows(), first.cols()));
  }
  std::vector<double> cosines(static_cast<std::size_t>(first.rows()));
  parallel_blocks(
      first.rows(), kBlockRows, [&](std::int64_t, std::int64_t begin, std::int64_t end) {
        for (std::int64_t i = begin; i < end; ++i) {
          cosines[static_cast<std::size_t>(i)] =
              std::clamp(direction(first.row(i)).dot(direction(second.row(i))), -1.0, 1.0);
        }
      });
  return cosines;
}

std::vector<double> frequency_matched(std::span<const double> values,
                                      std::span<const std::int64_t> counts, std::int64_t matched) {
  if (counts.size() != values.size()) {
    throw OptionError("counts.size", fmt::to_string(counts.size()),
                      fmt::format("must be the number of values, {}", values.size()));
  }
  if (matched < kFewestMatched) {
    throw OptionError("matched", fmt::to_string(matched),
                      fmt::format("must be at least {}", kFewestMatched));
  }
  std::vector<std::size_t> order(values.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, std::greater{}, [&](std::size_t i) { return counts[i]; });
  const auto size = std::ssize(order);
  const std::int64_t width = std::min<std::int64_t>(matched, size);
  std::vector<double> scores(values.size());
  parallel_blocks(size, kBlockRows, [&](std::int64_t, std::int64_t begin, std::int64_t end) {
    for (std::int64_t place = begin; place < end; ++place) {
      const std::int64_t first = std::clamp<std::int64_t>(place - width / 2, 0, size - width);
      std::vector<double> others;
      for (std::int64_t k = first; k < first + width; ++k) {
        others.push_back(values[order[static_cast<std::size_t>(k)]]);
      }
      const std::size_t word = order[static_cast<std::size_t>(place)];
      scores[word] = standardized(values[word], others);
    }
  });
  return scores;
}

double upper_tail(double z) { return std::erfc(z / std::numbers::sqrt2) / 2; }

std::vector<bool> discoveries(std::span<const double> p_values, double rate) {
  if (!(rate > 0 && rate < 1)) {
    throw OptionError("rate", fmt::to_string(rate), "must be above 0 and below 1");
  }
  std::vector<double> sorted(p_values.begin(), p_values.end());
  std::ranges::sort(sorted);
  double largest = -1;
  for (std::size_t k = 0; k < sorted.size(); ++k) {
    const double share = static_cast<double>(k + 1) / static_cast<double>(sorted.size());
    if (sorted[k] <= rate * share) largest = sorted[k];
  }
  std::vector<bool> found;
  for (const double p : p_values) found.push_back(p <= largest);
  return found;
}

}  // namespace eigenlex
