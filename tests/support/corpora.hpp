#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "eigenlex/core/random.hpp"
#include "eigenlex/text/corpus.hpp"

namespace eigenlex::testing {

/// A corpus of the given documents, tokens separated by blanks: the definition of `Corpus` in a few
/// slow lines, independent of the readers.
inline Corpus make_corpus(const std::vector<std::string>& documents) {
  std::map<std::string, std::int64_t> counts;
  std::vector<std::vector<std::string>> split;
  for (const std::string& document : documents) {
    std::istringstream in(document);
    split.emplace_back();
    for (std::string word; in >> word; ++counts[word]) split.back().push_back(word);
  }
  std::vector<std::pair<std::string, std::int64_t>> order(counts.begin(), counts.end());
  std::stable_sort(order.begin(), order.end(),
                   [](const auto& a, const auto& b) { return a.second > b.second; });
  std::vector<std::string> words;
  std::vector<std::int64_t> word_counts;
  for (const auto& [word, count] : order) {
    words.push_back(word);
    word_counts.push_back(count);
  }
  Corpus corpus;
  corpus.vocabulary = Vocabulary(std::move(words), std::move(word_counts));
  corpus.documents = static_cast<std::int64_t>(split.size());
  for (const std::vector<std::string>& document : split) {
    for (const std::string& word : document) {
      corpus.tokens.push_back(*corpus.vocabulary.find(word));
    }
    corpus.tokens.push_back(Corpus::kDocumentEnd);
  }
  corpus.tokens_read = corpus.token_count();
  corpus.distinct_words_read = corpus.vocabulary.size();
  return corpus;
}

/// Documents of 0 .. `longest` words drawn with Zipf's frequencies (share of rank r about 1 / r).
inline std::vector<std::string> zipf_documents(int documents, int longest, int words,
                                               std::uint64_t seed) {
  Random random(seed);
  std::vector<double> cumulative;
  double total = 0;
  for (int r = 1; r <= words; ++r) cumulative.push_back(total += 1.0 / r);
  std::vector<std::string> texts;
  for (int d = 0; d < documents; ++d) {
    std::string text;
    const auto length = random.below(static_cast<std::uint64_t>(longest) + 1);
    for (std::uint64_t t = 0; t < length; ++t) {
      const auto rank =
          std::lower_bound(cumulative.begin(), cumulative.end(), random.uniform() * total) -
          cumulative.begin();
      text += "w" + std::to_string(rank) + " ";
    }
    texts.push_back(text);
  }
  return texts;
}

}  // namespace eigenlex::testing
