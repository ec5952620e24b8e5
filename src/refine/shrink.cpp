#include "eigenlex/refine/shrink.hpp"

#include <algorithm>
#include <cmath>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <Eigen/Core>
#include <fmt/format.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/parallel.hpp"
#include "eigenlex/core/partial_shuffle.hpp"
#include "eigenlex/core/random.hpp"
#include "eigenlex/matrix/tall.hpp"

#include "refine/kmeans_parts.hpp"

namespace eigenlex {
namespace {

using internal::assign_rows;

constexpr std::int64_t kShrunkRowsPerBlock = 256;

/// λ of a word that occurs `count` times.
double pull(double strength, double count) {
  return strength == 0 ? 0.0 : strength / (strength + count);
}

void require(bool condition, std::string_view field, const std::string& value,
             std::string_view requirement) {
  if (!condition) throw OptionError(field, value, requirement);
}

/// Ids of the words to test.
std::vector<std::int32_t> test_words(const Vocabulary& vocabulary, const StrengthOptions& options) {
  std::vector<std::int32_t> ids;
  for (std::int32_t id = 0; id < vocabulary.size(); ++id) {
    if (vocabulary.count(id) <= options.largest_count) ids.push_back(id);
  }
  Random random(options.seed, 0);
  const auto wanted = std::min(ids.size(), static_cast<std::size_t>(options.words));
  partial_shuffle(ids, wanted, random);
  ids.resize(wanted);
  return ids;
}

/// Vectors of the test words, made from one half of the columns, and their sums over the other.
struct Halves {
  RowMatrix made;                   ///< words x d: 2 a_i V over the columns that are kept
  RowMatrix sums;                   ///< words x d: a_i V over the columns that are held out
  std::vector<double> square_sums;  ///< |a_i|^2 over the columns that are held out
};

Halves split_rows(const CsrMatrix<float>& ppmi, const std::vector<std::int32_t>& words,
                  const RowMatrix& right, const std::vector<bool>& held_out) {
  const auto count = static_cast<Eigen::Index>(words.size());
  Halves halves{RowMatrix::Zero(count, right.cols()), RowMatrix::Zero(count, right.cols()),
                std::vector<double>(words.size(), 0.0)};
  parallel_blocks(count, 16, [&](std::int64_t, std::int64_t begin, std::int64_t end) {
    for (std::int64_t i = begin; i < end; ++i) {
      const std::int32_t word = words[static_cast<std::size_t>(i)];
      const auto columns = ppmi.row_indices(word);
      const auto values = ppmi.row_values(word);
      for (std::size_t k = 0; k < columns.size(); ++k) {
        if (held_out[static_cast<std::size_t>(columns[k])]) {
          halves.sums.row(i) += values[k] * right.row(columns[k]);
          halves.square_sums[static_cast<std::size_t>(i)] += double{values[k]} * values[k];
        } else {
          halves.made.row(i) += 2 * values[k] * right.row(columns[k]);
        }
      }
    }
  });
  return halves;
}

void check(const CsrMatrix<float>& ppmi, const Model& model, const RowMatrix& centroids) {
  if (!model.exponent || model.contexts.rows() == 0) {
    throw OptionError(
        "model", "its vectors",
        "must be singular vectors of words and contexts, as an SVD makes them; for other "
        "models give the strength");
  }
  require(ppmi.rows == model.words.table.rows() && ppmi.cols == model.contexts.rows(), "ppmi",
          fmt::format("{} x {}", ppmi.rows, ppmi.cols),
          fmt::format("must be {} x {}, as the model: were they made from these counts?",
                      model.words.table.rows(), model.contexts.rows()));
  require(
      centroids.rows() > 0 && centroids.cols() == model.words.table.cols(), "centroids",
      fmt::format("{} x {}", centroids.rows(), centroids.cols()),
      fmt::format("must have rows, and the {} dimensions of the model", model.words.table.cols()));
}

}  // namespace

RowMatrix shrink_to_classes(const RowMatrix& table, std::span<const std::int64_t> counts,
                            const RowMatrix& centroids, std::span<const std::int32_t> labels,
                            double strength) {
  require(strength >= 0 && std::isfinite(strength), "strength", fmt::to_string(strength),
          "must be at least 0");
  require(std::ssize(counts) == table.rows() && std::ssize(labels) == table.rows(), "table",
          fmt::format("{} rows", table.rows()), "must have a count and a label for each");
  require(centroids.cols() == table.cols(), "centroids",
          fmt::format("{} columns", centroids.cols()), "must have the columns of the table");
  RowMatrix pulled(table.rows(), table.cols());
  parallel_blocks(
      table.rows(), kShrunkRowsPerBlock, [&](std::int64_t, std::int64_t begin, std::int64_t end) {
        for (std::int64_t i = begin; i < end; ++i) {
          const auto id = static_cast<std::size_t>(i);
          const auto share = static_cast<float>(pull(strength, static_cast<double>(counts[id])));
          pulled.row(i) =
              (1 - share) * table.row(i) + share * table.row(i).norm() * centroids.row(labels[id]);
        }
      });
  return pulled;
}

void StrengthOptions::validate() const {
  require(!candidates.empty(), "StrengthOptions.candidates", "none", "must have one at least");
  for (const double candidate : candidates) {
    require(candidate >= 0 && std::isfinite(candidate), "StrengthOptions.candidates",
            fmt::to_string(candidate), "must be at least 0");
  }
  require(words >= 1, "StrengthOptions.words", std::to_string(words), "must be at least 1");
  require(largest_count >= 1, "StrengthOptions.largest_count", std::to_string(largest_count),
          "must be at least 1");
}

std::vector<StrengthTrial> try_strengths(const CsrMatrix<float>& ppmi, const Model& model,
                                         const RowMatrix& centroids,
                                         const StrengthOptions& options) {
  options.validate();
  check(ppmi, model, centroids);
  const std::vector<std::int32_t> words = test_words(model.words.vocabulary, options);
  require(!words.empty(), "StrengthOptions.largest_count", std::to_string(options.largest_count),
          "must leave words to test: the model knows none that rare");
  // V = C Σ^-p; a component without a singular value predicts nothing.
  const Eigen::ArrayXf sigma = model.singular_values.array();
  const auto power = [&](double exponent) -> Eigen::VectorXf {
    return (sigma > 0).select(sigma.max(1e-30f).pow(static_cast<float>(exponent)), 0.0f);
  };
  const RowMatrix right = model.contexts * power(-*model.exponent).asDiagonal();
  Random random(options.seed, 1);
  std::vector<bool> held_out(static_cast<std::size_t>(right.rows()));
  for (std::size_t j = 0; j < held_out.size(); ++j) held_out[j] = random.below(2) == 1;
  RowMatrix held_right = right;
  for (Eigen::Index j = 0; j < right.rows(); ++j) {
    if (!held_out[static_cast<std::size_t>(j)]) held_right.row(j).setZero();
  }
  const Eigen::MatrixXf gram_held = gram(held_right).cast<float>();
  const Halves halves = split_rows(ppmi, words, right, held_out);
  // a_i V = (U Σ)_i; the rows of the model are U Σ^p, and so are the centroids.
  const RowMatrix vectors = halves.made * power(*model.exponent - 1).asDiagonal();
  const std::vector<std::int32_t> labels =
      assign_rows(unit_rows(vectors), centroids, Metric::kCosine).labels;
  std::vector<std::int64_t> half_counts;
  for (const std::int32_t word : words) {
    half_counts.push_back((model.words.vocabulary.count(word) + 1) / 2);
  }
  const auto loss_of = [&](double strength) {
    const RowMatrix predictors =
        shrink_to_classes(vectors, half_counts, centroids, labels, strength) *
        power(1 - *model.exponent).asDiagonal();
    // Σ_j (a_ij - w.v_j)^2 = |a_i|^2 - 2 w.(a_i V) + w G wᵀ over the columns held out.
    const RowMatrix products = multiply(predictors, gram_held.cast<double>());
    double loss = 0;
    for (Eigen::Index i = 0; i < predictors.rows(); ++i) {
      const Eigen::RowVectorXd w = predictors.row(i).cast<double>();
      loss += halves.square_sums[static_cast<std::size_t>(i)] -
              2 * w.dot(halves.sums.row(i).cast<double>()) + w.dot(products.row(i).cast<double>());
    }
    return loss;
  };
  const double unpulled = loss_of(0);
  std::vector<StrengthTrial> trials;
  for (const double strength : options.candidates) {
    trials.push_back({strength, unpulled > 0 ? loss_of(strength) / unpulled : 1.0});
  }
  return trials;
}

double best_strength(std::span<const StrengthTrial> trials) {
  return std::ranges::min_element(trials, {}, &StrengthTrial::loss)->strength;
}

}  // namespace eigenlex
