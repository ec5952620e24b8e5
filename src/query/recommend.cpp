#include "eigenlex/query/recommend.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>

#include <fmt/format.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/parallel.hpp"
#include "eigenlex/query/word_finder.hpp"

namespace eigenlex {
namespace {

void check(const MatrixModel& model, std::span<const std::int32_t> rows,
           const RecommendOptions& options) {
  options.validate();
  if (model.columns.vocabulary.size() == 0 ||
      model.columns.table.rows() != model.columns.vocabulary.size()) {
    throw OptionError("MatrixModel.columns",
                      fmt::format("{} names", model.columns.vocabulary.size()),
                      "must name the columns of a matrix");
  }
  if (model.columns.table.cols() != model.rows.table.cols()) {
    throw OptionError("MatrixModel.columns",
                      fmt::format("{} dimensions", model.columns.table.cols()),
                      fmt::format("must have those of the rows, {}", model.rows.table.cols()));
  }
  if (model.exponent && model.singular_values.size() != model.rows.table.cols()) {
    throw OptionError("MatrixModel.singular_values", fmt::to_string(model.singular_values.size()),
                      fmt::format("must be {}, one a dimension", model.rows.table.cols()));
  }
  if (options.leave_out_seen && model.seen.rows() != model.rows.table.rows()) {
    throw OptionError("MatrixModel.seen", fmt::format("{} rows", model.seen.rows()),
                      "must be known to be left out");
  }
  for (const std::int32_t row : rows) {
    if (row < 0 || row >= model.rows.table.rows()) {
      throw OptionError("row", fmt::to_string(row),
                        fmt::format("must be 0..{}", model.rows.table.rows() - 1));
    }
  }
}

/// What a product of two rows of the tables lacks in each dimension: σ^(1 - 2p).
Eigen::RowVectorXd dimension_weights(const MatrixModel& model) {
  Eigen::RowVectorXd weights = Eigen::RowVectorXd::Ones(model.rows.table.cols());
  if (!model.exponent) return weights;
  for (Eigen::Index k = 0; k < weights.size(); ++k) {
    const double sigma = model.singular_values[k];
    weights[k] = sigma > 0 ? std::pow(sigma, 1 - 2 * *model.exponent) : 0;
  }
  return weights;
}

/// Takes the columns out of `scores` that are in `seen`; both rise.
void remove_seen(std::vector<Neighbour>& scores, std::span<const std::int32_t> seen) {
  auto next = seen.begin();
  std::erase_if(scores, [&](const Neighbour& score) {
    while (next != seen.end() && *next < score.id) ++next;
    return next != seen.end() && *next == score.id;
  });
}

std::vector<Neighbour> best_columns(const MatrixModel& model, const Eigen::RowVectorXd& wanted,
                                    std::span<const std::int32_t> seen, std::int32_t count) {
  std::vector<Neighbour> scores;
  scores.reserve(static_cast<std::size_t>(model.columns.table.rows()));
  for (std::int32_t column = 0; column < model.columns.vocabulary.size(); ++column) {
    const double score = model.columns.table.row(column).cast<double>().dot(wanted);
    scores.push_back({column, static_cast<float>(score)});
  }
  remove_seen(scores, seen);
  const auto kept = std::min(scores.size(), static_cast<std::size_t>(count));
  std::partial_sort(scores.begin(), scores.begin() + static_cast<std::ptrdiff_t>(kept),
                    scores.end(), CloserNeighbour(model.columns.vocabulary));
  scores.resize(kept);
  return scores;
}

}  // namespace

void RecommendOptions::validate() const {
  if (count < 1) {
    throw OptionError("RecommendOptions.count", fmt::to_string(count), "must be at least 1");
  }
}

std::vector<std::vector<Neighbour>> recommend(const MatrixModel& model,
                                              std::span<const std::int32_t> rows,
                                              const RecommendOptions& options) {
  check(model, rows, options);
  const Eigen::RowVectorXd weights = dimension_weights(model);
  std::vector<std::vector<Neighbour>> results(rows.size());
  parallel_blocks(std::ssize(rows), 1, [&](std::int64_t i, std::int64_t, std::int64_t) {
    const std::int32_t row = rows[static_cast<std::size_t>(i)];
    const Eigen::RowVectorXd wanted =
        model.rows.table.row(row).cast<double>().cwiseProduct(weights);
    results[static_cast<std::size_t>(i)] =
        best_columns(model, wanted,
                     options.leave_out_seen ? model.seen.row(row) : std::span<const std::int32_t>(),
                     options.count);
  });
  return results;
}

std::vector<std::optional<std::vector<Neighbour>>> recommend(const MatrixModel& model,
                                                             std::span<const std::string> names,
                                                             const RecommendOptions& options) {
  const WordFinder finder(model.description);
  std::vector<std::optional<std::vector<Neighbour>>> results(names.size());
  std::vector<std::int32_t> rows;
  for (std::size_t i = 0; i < names.size(); ++i) {
    const auto row = finder.find(model.rows.vocabulary, names[i]);
    if (!row) continue;
    rows.push_back(*row);
    results[i].emplace();
  }
  auto found = recommend(model, rows, options);
  auto next = found.begin();
  for (auto& result : results) {
    if (result) *result = std::move(*next++);
  }
  return results;
}

}  // namespace eigenlex
