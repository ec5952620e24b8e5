#include "learn/resampled_corpus.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "eigenlex/core/random.hpp"

#include "evaluate/bootstrap.hpp"

namespace eigenlex::internal {

int document_weight(std::uint64_t seed, std::uint64_t stream, std::int64_t document) {
  const std::uint64_t of_resample = Random(seed, stream)();
  double rest = Random(of_resample, static_cast<std::uint64_t>(document)).uniform();
  // Probabilities e^-1 / k! of k = 0, 1, ...; 20 of them leave less than a draw can tell.
  constexpr int kMost = 20;
  double probability = std::exp(-1.0);
  int weight = 0;
  while (rest >= probability && weight < kMost) {
    rest -= probability;
    probability /= ++weight;
  }
  return weight;
}

Corpus resampled_corpus(const Corpus& corpus, std::uint64_t seed, std::uint64_t stream) {
  Corpus result;
  std::vector<std::int64_t> counts(static_cast<std::size_t>(corpus.vocabulary.size()), 0);
  std::int64_t document = 0;
  for (auto begin = corpus.tokens.begin(); begin != corpus.tokens.end();) {
    const auto end = std::find(begin, corpus.tokens.end(), Corpus::kDocumentEnd);
    const int weight = document_weight(seed, stream, document++);
    const auto next = end == corpus.tokens.end() ? end : end + 1;
    for (int i = 0; i < weight; ++i) {
      result.tokens.insert(result.tokens.end(), begin, next);
      ++result.documents;
    }
    for (auto token = begin; token != end; ++token) {
      counts[static_cast<std::size_t>(*token)] += weight;
    }
    begin = next;
  }
  std::vector<std::string> words;
  for (const std::string_view word : corpus.vocabulary.words()) words.emplace_back(word);
  result.vocabulary = Vocabulary(words, std::move(counts));
  return result;
}

Interval centred_interval(std::span<const double> values, double figure,
                          const CentredOptions& options) {
  const std::vector<std::optional<double>> all(values.begin(), values.end());
  const double mean =
      std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
  const double bias = mean - figure;
  const auto interval = percentile_interval(all, options.confidence);
  return {std::clamp(interval->low - bias, options.low, options.high),
          std::clamp(interval->high - bias, options.low, options.high)};
}

}  // namespace eigenlex::internal
