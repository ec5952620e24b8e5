#include "eigenlex/text/phrases.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <functional>
#include <numeric>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "eigenlex/core/as_size.hpp"
#include "eigenlex/core/error.hpp"
#include "eigenlex/core/parallel.hpp"
#include "eigenlex/text/order_by_count.hpp"
#include "eigenlex/text/word_table.hpp"

namespace eigenlex {
namespace {

/// The words that follow each of the words 0 .. size()-1 in the corpus, pairs of those words alone.
class Successors {
 public:
  Successors(const Corpus& corpus, std::int32_t words) : begins_{0} {
    for (std::int32_t word = 0; word < words; ++word) {
      begins_.push_back(begins_.back() + corpus.vocabulary.count(word));
      ends_.push_back(begins_[as_size(word)]);
    }
    successors_.resize(as_size(begins_.back()));
    for (std::size_t i = 1; i < corpus.tokens.size(); ++i) {
      const std::int32_t first = corpus.tokens[i - 1];
      const std::int32_t second = corpus.tokens[i];
      if (first < 0 || second < 0 || first >= words || second >= words) continue;
      successors_[as_size(ends_[as_size(first)]++)] = second;
    }
  }

  std::int32_t size() const { return static_cast<std::int32_t>(ends_.size()); }
  /// One entry for each time that a word follows.
  std::span<const std::int32_t> of(std::int32_t word) const {
    return {successors_.data() + begins_[as_size(word)],
            as_size(ends_[as_size(word)] - begins_[as_size(word)])};
  }

 private:
  std::vector<std::int64_t> begins_;
  std::vector<std::int64_t> ends_;
  std::vector<std::int32_t> successors_;
};

struct Phrase {
  std::int32_t first;
  std::int32_t second;
  std::int32_t joined;  // the id of the phrase as a word, given later
};

/// Normalized pointwise mutual information of a pair that occurs `pair` times among `tokens`.
double normalized_pmi(double pair, double first, double second, double tokens) {
  return std::log(pair * tokens / (first * second)) / std::log(tokens / pair);
}

/// Appends the phrases whose first word is in [begin, end), by first and second word.
void find_phrases(const Successors& successors, const Corpus& corpus, const PhraseOptions& options,
                  std::int64_t begin, std::int64_t end, std::vector<Phrase>& found) {
  const double tokens = static_cast<double>(corpus.token_count());
  const auto count = [&](std::int32_t word) {
    return static_cast<double>(corpus.vocabulary.count(word));
  };
  std::vector<std::int64_t> times(as_size(successors.size()));
  std::vector<std::int32_t> distinct;
  for (std::int32_t first = static_cast<std::int32_t>(begin); first < end; ++first) {
    distinct.clear();
    for (const std::int32_t second : successors.of(first)) {
      if (times[as_size(second)]++ == 0) distinct.push_back(second);
    }
    std::sort(distinct.begin(), distinct.end());
    for (const std::int32_t second : distinct) {
      const std::int64_t pair = std::exchange(times[as_size(second)], 0);
      if (pair < options.min_count) continue;
      const double score =
          normalized_pmi(static_cast<double>(pair), count(first), count(second), tokens);
      if (score >= options.threshold) found.push_back({first, second, 0});
    }
  }
}

/// All phrases of the corpus, by first and second word.
std::vector<Phrase> find_phrases(const Corpus& corpus, const PhraseOptions& options) {
  // A pair occurs no more often than its words, and counts fall with the ids: only a prefix counts.
  const std::vector<std::int64_t>& counts = corpus.vocabulary.counts();
  const auto end =
      std::upper_bound(counts.begin(), counts.end(), options.min_count, std::greater<>());
  const Successors successors(corpus, static_cast<std::int32_t>(end - counts.begin()));

  // At most 256 blocks, as each has an array of one number a word.
  const std::int64_t block_size = successors.size() / 256 + 1;
  std::vector<std::vector<Phrase>> found(as_size(block_count(successors.size(), block_size)));
  parallel_blocks(successors.size(), block_size,
                  [&](std::int64_t block, std::int64_t first, std::int64_t last) {
                    find_phrases(successors, corpus, options, first, last, found[as_size(block)]);
                  });
  std::vector<Phrase> phrases;
  for (const std::vector<Phrase>& part : found) {
    phrases.insert(phrases.end(), part.begin(), part.end());
  }
  return phrases;
}

/// The phrases as words beside those of the vocabulary: sets `joined`, returns all words by id.
std::vector<std::string> name_phrases(const Vocabulary& vocabulary, std::vector<Phrase>& phrases) {
  std::vector<std::string> words(vocabulary.words().begin(), vocabulary.words().end());
  WordTable added;
  for (Phrase& phrase : phrases) {
    const std::string name =
        fmt::format("{}_{}", vocabulary.word(phrase.first), vocabulary.word(phrase.second));
    if (const std::optional<std::int32_t> known = vocabulary.find(name)) {
      phrase.joined = *known;
      continue;
    }
    phrase.joined = vocabulary.size() + added.intern(name);
    if (as_size(phrase.joined) == words.size()) words.push_back(name);
  }
  return words;
}

/// Phrases, which are in order of first and second word, with the place where each first word
/// begins.
class PhraseIndex {
 public:
  PhraseIndex(std::vector<Phrase> phrases, std::int32_t words)
      : phrases_(std::move(phrases)), begins_(as_size(words) + 1) {
    for (const Phrase& phrase : phrases_) ++begins_[as_size(phrase.first) + 1];
    std::partial_sum(begins_.begin(), begins_.end(), begins_.begin());
  }

  /// The phrase of two tokens, or null; document ends are in none.
  const Phrase* find(std::int32_t first, std::int32_t second) const {
    if (first < 0 || second < 0) return nullptr;
    const Phrase* const begin = phrases_.data() + begins_[as_size(first)];
    const Phrase* const end = phrases_.data() + begins_[as_size(first) + 1];
    const Phrase* const place = std::lower_bound(
        begin, end, second,
        [](const Phrase& phrase, std::int32_t word) { return phrase.second < word; });
    return place != end && place->second == second ? place : nullptr;
  }

 private:
  std::vector<Phrase> phrases_;
  std::vector<std::size_t> begins_;
};

/// Joins the phrases in the tokens, in place, from left to right.
void replace_phrases(std::vector<std::int32_t>& tokens, const PhraseIndex& phrases) {
  std::size_t size = 0;
  std::size_t next = 0;
  while (next < tokens.size()) {
    const Phrase* const phrase =
        next + 1 < tokens.size() ? phrases.find(tokens[next], tokens[next + 1]) : nullptr;
    tokens[size++] = phrase == nullptr ? tokens[next] : phrase->joined;
    next += phrase == nullptr ? 1 : 2;
  }
  tokens.resize(size);
}

}  // namespace

void PhraseOptions::validate() const {
  if (passes < 0) {
    throw OptionError("PhraseOptions.passes", fmt::to_string(passes), "must be at least 0");
  }
  // Written so that NaN fails too.
  if (!(threshold >= -1.0 && threshold <= 1.0)) {
    throw OptionError("PhraseOptions.threshold", fmt::to_string(threshold), "must be in [-1, 1]");
  }
  if (min_count < 1) {
    throw OptionError("PhraseOptions.min_count", fmt::to_string(min_count), "must be at least 1");
  }
}

Corpus join_phrases(Corpus corpus, const PhraseOptions& options, const Progress& progress) {
  options.validate();
  for (int pass = 0; pass < options.passes; ++pass) {
    report(progress, pass, options.passes);
    std::vector<Phrase> phrases = find_phrases(corpus, options);
    if (phrases.empty()) break;
    const std::vector<std::string> words = name_phrases(corpus.vocabulary, phrases);
    replace_phrases(corpus.tokens, PhraseIndex(std::move(phrases), corpus.vocabulary.size()));

    std::vector<std::int64_t> counts(words.size());
    for (const std::int32_t token : corpus.tokens) {
      if (token >= 0) ++counts[as_size(token)];
    }
    OrderedVocabulary ordered = order_by_count({words.begin(), words.end()}, counts);
    renumber(corpus.tokens, ordered.new_ids);
    corpus.vocabulary = std::move(ordered.vocabulary);
  }
  report(progress, options.passes, options.passes);
  return corpus;
}

}  // namespace eigenlex
