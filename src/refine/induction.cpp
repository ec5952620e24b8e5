#include "eigenlex/refine/induction.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <variant>

#include <Eigen/Cholesky>
#include <fmt/format.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/parallel.hpp"
#include "eigenlex/counts/ppmi.hpp"

namespace eigenlex {
namespace {

constexpr std::int64_t kRowsPerBlock = 256;
constexpr Eigen::Index kRowsPerProduct = 4096;

/// The contexts of a row of counts, left and right ones together, without the word itself.
template <class Value>
void read_contexts(const CsrRowsView<Value>& counts, std::int64_t row, std::int32_t words,
                   WeightedContexts& contexts) {
  contexts.clear();
  const auto cols = counts.row_indices(row);
  const auto values = counts.row_values(row);
  for (std::size_t k = 0; k < cols.size(); ++k) {
    const auto word = static_cast<std::int32_t>(cols[k] % words);
    if (word != row) contexts.emplace_back(word, static_cast<double>(values[k]));
  }
}

/// The mean context of every word: words × d.
template <class Cells>
Table mean_contexts(const Table& units, const Cells& cells,
                    std::span<const double> context_weights) {
  Table means(units.rows(), units.cols());
  parallel_blocks(units.rows(), kRowsPerBlock,
                  [&](std::int64_t, std::int64_t begin, std::int64_t end) {
                    WeightedContexts contexts;
                    CsrBuffer<typename Cells::value_type> buffer;
                    const auto rows = cells.view(begin, end, buffer);
                    for (std::int64_t row = begin; row < end; ++row) {
                      read_contexts(rows, row, static_cast<std::int32_t>(units.rows()), contexts);
                      means.row(row) = mean_context(units, context_weights, contexts);
                    }
                  });
  return means;
}

/// Rows scaled to length 1; rows without direction become zero.
Table directions(const Table& table) {
  Table units = Table::Zero(table.rows(), table.cols());
  for (Eigen::Index row = 0; row < table.rows(); ++row) {
    const double length = table.row(row).cast<double>().norm();
    if (length > 0 && std::isfinite(length)) {
      units.row(row) = (table.row(row).cast<double>() / length).cast<float>();
    }
  }
  return units;
}

}  // namespace

void InductionOptions::validate() const {
  if (!(subsample >= 0) || !std::isfinite(subsample)) {
    throw OptionError("InductionOptions.subsample", fmt::format("{}", subsample),
                      "must be at least 0");
  }
  if (!(regularization > 0) || !std::isfinite(regularization)) {
    throw OptionError("InductionOptions.regularization", fmt::format("{}", regularization),
                      "must be above 0");
  }
}

Eigen::RowVectorXf mean_context(const Table& units, std::span<const double> context_weights,
                                const WeightedContexts& contexts) {
  Eigen::RowVectorXf sum = Eigen::RowVectorXf::Zero(units.cols());
  double total = 0;
  for (const auto& [word, weight] : contexts) {
    const double scaled = weight * context_weights[static_cast<std::size_t>(word)];
    sum += static_cast<float>(scaled) * units.row(word);
    total += scaled;
  }
  if (total > 0) sum /= static_cast<float>(total);
  return sum;
}

Induction learn_induction(const Embedding& words, const CooccurrenceMatrix& counts,
                          const InductionOptions& options) {
  options.validate();
  const Eigen::Index size = words.table.rows();
  if (counts.rows() != size || (counts.cols() != size && counts.cols() != 2 * size)) {
    throw OptionError("counts", fmt::format("{} x {}", counts.rows(), counts.cols()),
                      fmt::format("must be about the {} words of the model", size));
  }
  Induction induction{
      .transform = {},
      .context_weights = subsampling_keep(words.vocabulary.counts(), options.subsample)};
  const Table units = directions(words.table);
  const Table means = std::visit(
      [&](const auto& cells) { return mean_contexts(units, cells, induction.context_weights); },
      counts.cells);

  const Eigen::Index dim = units.cols();
  Eigen::MatrixXd gram = Eigen::MatrixXd::Zero(dim, dim);
  Eigen::MatrixXd goal = Eigen::MatrixXd::Zero(dim, dim);
  for (Eigen::Index begin = 0; begin < size; begin += kRowsPerProduct) {
    const Eigen::Index rows = std::min(kRowsPerProduct, size - begin);
    Eigen::VectorXd weights(rows);
    for (Eigen::Index i = 0; i < rows; ++i) {
      const std::int64_t count = words.vocabulary.count(static_cast<std::int32_t>(begin + i));
      const bool has_direction = !units.row(begin + i).isZero(0);
      weights[i] = has_direction ? std::log1p(static_cast<double>(count)) : 0;
    }
    const Eigen::MatrixXd mean = means.middleRows(begin, rows).cast<double>();
    const Eigen::MatrixXd weighted = weights.asDiagonal() * mean;
    gram.noalias() += weighted.transpose() * mean;
    goal.noalias() += weighted.transpose() * units.middleRows(begin, rows).cast<double>();
  }
  const double ridge = options.regularization * gram.trace() / static_cast<double>(dim);
  if (!(ridge > 0)) throw OptionError("counts", "empty", "must say in which contexts words occur");
  gram.diagonal().array() += ridge;
  induction.transform = gram.llt().solve(goal).cast<float>();
  return induction;
}

WordContexts gather_contexts(const Vocabulary& vocabulary, std::string_view word,
                             std::span<const std::vector<std::string>> sentences,
                             const CooccurrenceOptions& options) {
  options.validate();
  constexpr std::int32_t kWordItself = -1;
  WordContexts result;
  std::map<std::int32_t, double> weights;
  std::vector<std::int32_t> ids;
  for (const std::vector<std::string>& sentence : sentences) {
    ids.clear();
    for (const std::string& token : sentence) {
      if (token == word) {
        ids.push_back(kWordItself);
      } else if (const auto id = vocabulary.find(token)) {
        ids.push_back(*id);
      }
    }
    const std::int64_t size = std::ssize(ids);
    for (std::int64_t at = 0; at < size; ++at) {
      if (ids[static_cast<std::size_t>(at)] != kWordItself) continue;
      ++result.occurrences;
      const std::int64_t last = std::min<std::int64_t>(size - 1, at + options.window);
      for (auto other = std::max<std::int64_t>(0, at - options.window); other <= last; ++other) {
        const std::int32_t id = ids[static_cast<std::size_t>(other)];
        if (id == kWordItself) continue;
        const auto distance = static_cast<int>(std::abs(other - at));
        weights[id] += static_cast<double>(options.weight_at(distance));
      }
    }
  }
  result.contexts.assign(weights.begin(), weights.end());
  return result;
}

std::optional<Eigen::RowVectorXf> induce(const Induction& induction, const Table& units,
                                         const WeightedContexts& contexts) {
  const Eigen::RowVectorXf mean = mean_context(units, induction.context_weights, contexts);
  const Eigen::RowVectorXd vector = (mean * induction.transform).cast<double>();
  const double length = vector.norm();
  if (!(length > 0)) return std::nullopt;
  return (vector / length).cast<float>();
}

}  // namespace eigenlex
