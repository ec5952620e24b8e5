#include "eigenlex/text/restrict_vocabulary.hpp"

#include <algorithm>
#include <cstddef>
#include <functional>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "eigenlex/core/error.hpp"

namespace eigenlex {

void VocabularyOptions::validate() const {
  if (min_count < 1) {
    throw OptionError("VocabularyOptions.min_count", fmt::to_string(min_count),
                      "must be at least 1");
  }
  if (max_size < 0) {
    throw OptionError("VocabularyOptions.max_size", fmt::to_string(max_size),
                      "must be at least 0 (0 for no limit)");
  }
}

std::int32_t kept_words(const Vocabulary& vocabulary, const VocabularyOptions& options) {
  options.validate();
  // Counts fall with the ids, so what is kept is a prefix.
  const std::vector<std::int64_t>& counts = vocabulary.counts();
  std::ptrdiff_t kept =
      std::upper_bound(counts.begin(), counts.end(), options.min_count, std::greater<>()) -
      counts.begin();
  if (kept == 0) {
    const std::int64_t highest = counts.empty() ? 0 : counts.front();
    throw OptionError("VocabularyOptions.min_count", fmt::to_string(options.min_count),
                      fmt::format("no word occurs that often, the most frequent one {} times; "
                                  "take a lower min_count or a larger corpus",
                                  highest));
  }
  if (options.max_size > 0) kept = std::min<std::ptrdiff_t>(kept, options.max_size);
  return static_cast<std::int32_t>(kept);
}

Vocabulary first_words(const Vocabulary& vocabulary, std::int32_t kept) {
  if (kept < 0 || kept > vocabulary.size()) {
    throw OptionError("kept", fmt::to_string(kept),
                      fmt::format("must be 0..{}, the words there are", vocabulary.size()));
  }
  WordTable words;
  for (std::int32_t id = 0; id < kept; ++id) words.intern(vocabulary.word(id));
  const std::vector<std::int64_t>& counts = vocabulary.counts();
  return {std::move(words), {counts.begin(), counts.begin() + kept}};
}

Corpus restrict_vocabulary(Corpus corpus, const VocabularyOptions& options) {
  const std::int32_t kept = kept_words(corpus.vocabulary, options);
  if (kept == corpus.vocabulary.size()) return corpus;
  corpus.vocabulary = first_words(corpus.vocabulary, kept);
  std::erase_if(corpus.tokens, [kept](std::int32_t token) { return token >= kept; });
  return corpus;
}

}  // namespace eigenlex
