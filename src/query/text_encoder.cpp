#include "eigenlex/query/text_encoder.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "eigenlex/core/as_size.hpp"
#include "eigenlex/core/error.hpp"
#include "eigenlex/core/parallel.hpp"
#include "eigenlex/text/tokenizer.hpp"

#include "matrix/symmetric_eigen.hpp"

namespace eigenlex {
namespace {

/// The share of each word among all occurrences.
std::vector<double> shares_of(const Vocabulary& vocabulary) {
  const std::vector<std::int64_t>& counts = vocabulary.counts();
  std::vector<double> shares(counts.begin(), counts.end());
  if (std::ranges::all_of(counts, [](std::int64_t count) { return count == 0; })) {
    for (std::size_t i = 0; i < shares.size(); ++i) shares[i] = 1 / static_cast<double>(i + 1);
  }
  const double sum = std::accumulate(shares.begin(), shares.end(), 0.0);
  for (double& share : shares) share /= sum;
  return shares;
}

}  // namespace

std::vector<double> smooth_inverse_frequency(const Vocabulary& vocabulary, double smoothing) {
  if (!(smoothing > 0) || !std::isfinite(smoothing)) {
    throw OptionError("smoothing", fmt::format("{}", smoothing), "must be finite and above 0");
  }
  std::vector<double> weights = shares_of(vocabulary);
  for (double& weight : weights) weight = smoothing / (smoothing + weight);
  return weights;
}

TextEncoder::TextEncoder(StoredEmbedding words, double smoothing)
    : words_(std::move(words)),
      weights_(smooth_inverse_frequency(words_.vocabulary, smoothing)),
      finder_(words_.description) {
  constexpr std::int64_t kRows = 1024;
  parallel_blocks(std::ssize(weights_), kRows,
                  [&](std::int64_t, std::int64_t begin, std::int64_t end) {
                    Eigen::RowVectorXf row(dimensions());
                    for (std::int64_t id = begin; id < end; ++id) {
                      decode_row(words_.vectors, id, row);
                      const double length = row.cast<double>().norm();
                      weights_[as_size(id)] /= length > 0 ? length : 1;
                    }
                  });
}

std::int64_t TextEncoder::encode(std::span<const std::string_view> texts,
                                 Eigen::Ref<Table> means) const {
  const std::unique_ptr<Tokenizer> tokenizer = make_tokenizer(finder_.reading());
  const Table* const floats = std::get_if<Table>(&words_.vectors);
  Eigen::RowVectorXf decoded(dimensions());
  Eigen::RowVectorXd sum(dimensions());
  std::int64_t unknown_texts = 0, known = 0;
  const TokenSink add = [&](std::span<const std::string_view> tokens) {
    for (const std::string_view token : tokens) {
      const std::optional<std::int32_t> id = finder_.find(words_.vocabulary, token);
      if (!id) continue;
      ++known;
      const double weight = weights_[as_size(*id)];
      if (floats != nullptr) {
        sum += weight * floats->row(*id).cast<double>();
      } else {
        decode_row(words_.vectors, *id, decoded);
        sum += weight * decoded.cast<double>();
      }
    }
  };
  for (std::size_t i = 0; i < texts.size(); ++i) {
    sum.setZero();
    known = 0;
    tokenizer->tokenize(texts[i], add);
    if (known > 0) sum /= static_cast<double>(known);
    unknown_texts += known == 0 ? 1 : 0;
    means.row(static_cast<Eigen::Index>(i)) = sum.cast<float>();
  }
  return unknown_texts;
}

Eigen::RowVectorXd common_direction(const Eigen::MatrixXd& gram) {
  if (gram.size() == 0 || gram.isZero(0)) return Eigen::RowVectorXd::Zero(gram.cols());
  const internal::EigenPairs pairs = internal::symmetric_eigen(gram);
  Eigen::RowVectorXd direction = pairs.vectors.rightCols(1).transpose();
  Eigen::Index largest = 0;
  direction.cwiseAbs().maxCoeff(&largest);
  if (direction[largest] < 0) direction = -direction;
  return direction;
}

void remove_direction(const Eigen::RowVectorXd& direction, Eigen::Ref<Table> rows) {
  for (Eigen::Index i = 0; i < rows.rows(); ++i) {
    const Eigen::RowVectorXd row = rows.row(i).cast<double>();
    rows.row(i) = (row - row.dot(direction) * direction).cast<float>();
  }
}

}  // namespace eigenlex
