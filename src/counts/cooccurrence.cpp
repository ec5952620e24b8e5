#include "eigenlex/counts/cooccurrence.hpp"

#include <numeric>
#include <string>

#include "eigenlex/core/error.hpp"
#include "eigenlex/counts/cooccurrence_counter.hpp"

namespace eigenlex {
namespace {

constexpr int kLongestWindow = 100000;
constexpr int kLongestHarmonicWindow = 30;

}  // namespace

void CooccurrenceOptions::validate() const {
  if (window < 1 || window > kLongestWindow) {
    throw OptionError("CooccurrenceOptions.window", std::to_string(window), "must be 1..100000");
  }
  if (weight == WindowWeight::kHarmonic && window > kLongestHarmonicWindow) {
    throw OptionError("CooccurrenceOptions.window", std::to_string(window),
                      "must be at most 30 with harmonic weights; use dynamic or flat ones");
  }
}

std::int64_t CooccurrenceOptions::weight_at(int distance) const {
  switch (weight) {
    case WindowWeight::kHarmonic:
      return unit() / distance;
    case WindowWeight::kDynamic:
      return window - distance + 1;
    case WindowWeight::kFlat:
      break;
  }
  return 1;
}

std::int64_t CooccurrenceOptions::unit() const {
  if (weight == WindowWeight::kFlat) return 1;
  if (weight == WindowWeight::kDynamic) return window;
  std::int64_t multiple = 1;
  for (std::int64_t d = 2; d <= window; ++d) multiple = std::lcm(multiple, d);
  return multiple;
}

std::int64_t CooccurrenceMatrix::rows() const {
  return visit([](const auto& matrix) { return matrix.rows; });
}

std::int64_t CooccurrenceMatrix::cols() const {
  return visit([](const auto& matrix) { return matrix.cols; });
}

std::int64_t CooccurrenceMatrix::nonzeros() const {
  return visit([](const auto& matrix) { return matrix.nonzeros(); });
}

bool CooccurrenceMatrix::is_stored() const {
  return std::holds_alternative<StoredNarrow>(cells) || std::holds_alternative<StoredWide>(cells);
}

bool CooccurrenceMatrix::is_wide() const {
  return std::holds_alternative<Wide>(cells) || std::holds_alternative<StoredWide>(cells);
}

std::span<const std::int64_t> CooccurrenceMatrix::indptr() const {
  return visit([](const auto& matrix) { return std::span<const std::int64_t>(matrix.indptr); });
}

CooccurrenceMatrix count_cooccurrences(const Corpus& corpus, const CooccurrenceOptions& options,
                                       const Progress& progress) {
  CooccurrenceCounter counter(corpus.vocabulary.counts(), options, {}, progress);
  counter.add(corpus.tokens);
  return counter.finish();
}

}  // namespace eigenlex
