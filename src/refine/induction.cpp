#include "eigenlex/refine/induction.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include <Eigen/Cholesky>
#include <fmt/format.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/parallel.hpp"
#include "eigenlex/counts/context_blocks.hpp"
#include "eigenlex/counts/count_reader.hpp"
#include "eigenlex/counts/margins.hpp"
#include "eigenlex/matrix/unit_rows.hpp"

namespace eigenlex {
namespace {

constexpr std::int64_t kTargetRowsPerBlock = 256;
constexpr Eigen::Index kRowsPerProduct = 4096;

/// The contexts of a row of counts, those of all kinds together, without the word itself.
void read_contexts(const CountReader& counts, std::int64_t row, std::int32_t words,
                   WeightedContexts& contexts) {
  contexts.clear();
  counts.for_cells(row, [&](std::int32_t col, double count) {
    const std::int32_t word = col % words;
    if (word != row) contexts.emplace_back(word, count);
  });
}

/// The mean context of every word: words × d.
Table mean_contexts(const Table& units, const CooccurrenceMatrix& counts,
                    std::span<const double> context_weights) {
  Table means(units.rows(), units.cols());
  parallel_blocks(units.rows(), kTargetRowsPerBlock,
                  [&](std::int64_t, std::int64_t begin, std::int64_t end) {
                    WeightedContexts contexts;
                    CountReader reader;
                    reader.read(counts, begin, end);
                    for (std::int64_t row = begin; row < end; ++row) {
                      read_contexts(reader, row, static_cast<std::int32_t>(units.rows()), contexts);
                      means.row(row) = mean_context(units, context_weights, contexts);
                    }
                  });
  return means;
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
  if (counts.rows() != size || !ContextBlocks::fit(counts.rows(), counts.cols())) {
    throw OptionError("counts", fmt::format("{} x {}", counts.rows(), counts.cols()),
                      fmt::format("must be about the {} words of the model", size));
  }
  Induction induction{
      .transform = {},
      .context_weights = subsampling_keep(words.vocabulary.counts(), options.subsample)};
  const Table units = unit_rows(words.table);
  const Table means = mean_contexts(units, counts, induction.context_weights);

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
