#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "eigenlex/evaluate/spearman.hpp"
#include "eigenlex/query/translator.hpp"
#include "eigenlex/text/word_pairs.hpp"

namespace eigenlex {

/// How often a right translation is among the first so many.
struct Precision {
  std::int32_t rank = 1;
  /// Percentage of the words asked, and its bootstrap interval over them; nothing without words.
  std::optional<double> percent;
  std::optional<Interval> interval;
};

/// How a translator does on a dictionary.
struct DictionaryScore {
  /// Distinct words that the dictionary translates.
  std::int64_t words = 0;
  /// Those of them that are known and have a known translation: they are asked.
  std::int64_t covered = 0;
  /// At 1, 5 and 10.
  std::vector<Precision> precision;
  /// Words that are unknown, and words none of whose translations is known, in the order of the
  /// dictionary.
  std::vector<std::string> unknown_words;
  std::vector<std::string> untranslated_words;
};

/// Scores a translator by precision at 1, 5 and 10 (Conneau et al., ICLR 2018): a word counts as
/// right if any of its translations in the dictionary is among the first. Throws OptionError for
/// options out of range. Cost a search a word; the same for any number of threads.
DictionaryScore score_dictionary(const Translator& translator,
                                 const std::vector<WordPair>& dictionary,
                                 const BootstrapOptions& options = {});

/// A score as an object: words, covered, precision (a list of rank, percent, interval),
/// unknown_words and untranslated_words.
nlohmann::ordered_json to_json(const DictionaryScore& score);

}  // namespace eigenlex
