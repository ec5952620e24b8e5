#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <Eigen/Core>

#include "eigenlex/embedding/stored_embedding.hpp"
#include "eigenlex/query/searcher.hpp"
#include "eigenlex/query/unit_table.hpp"
#include "eigenlex/query/word_finder.hpp"

namespace eigenlex {

/// How words of two tables are compared.
struct TranslatorOptions {
  /// Nearest words that tell how near a word is to those of the other table in general (k), >= 1.
  std::int32_t neighbours = 10;
  /// Most frequent words of the other table that these are among, and that the mean of a table is
  /// taken over; >= 1.
  std::int32_t frequent = 20'000;
  /// Only the first words of the target, the most frequent ones, are answers; >= 0, 0 for all.
  std::int32_t restrict_to = 0;
  /// Compare words without what all words of a table have in common.
  bool centre = true;
  /// Throws OptionError naming the field, its value and the violated bound.
  void validate() const;
};

/// Answers which words of a second table mean what a word of a first one means, where the first
/// table was rotated onto the second (`align`): by CSLS, as `csls_matches` defines it.
///
/// It does not change once it is made, so any number of threads may ask at a time. Movable.
class Translator {
 public:
  /// Words are found as by WordFinder, which knows how the text of each was read. Throws
  /// OptionError for options out of range or tables of different dimensions. Cost: a product of the
  /// words of the target with the frequent words of the source.
  Translator(StoredEmbedding source, StoredEmbedding target, const TranslatorOptions& options = {});

  const Vocabulary& source_vocabulary() const { return source_vocabulary_; }
  /// What the answers are about.
  const Vocabulary& target_vocabulary() const { return target_vocabulary_; }
  /// The id of a word of either table, or nothing.
  std::optional<std::int32_t> find_source(std::string_view word) const;
  std::optional<std::int32_t> find_target(std::string_view word) const;

  /// The target's words of greatest CSLS for each word, which is their `similarity`, ties by word
  /// bytes; or the word as unknown.
  ///
  /// Exact: every word is compared, in double. The same for a word alone or among others, for any
  /// number of threads. Throws OptionError for a count below 1.
  std::vector<Answer> translate(std::span<const std::string> words, std::int32_t count = 10) const;
  /// The same for words by their ids. Throws OptionError for an id out of range as well.
  std::vector<std::vector<Neighbour>> translate_ids(std::span<const std::int32_t> words,
                                                    std::int32_t count = 10) const;

 private:
  Vocabulary source_vocabulary_, target_vocabulary_;
  WordFinder source_finder_, target_finder_;
  TranslatorOptions options_;
  RowMatrix source_;  ///< of length 1
  UnitTable target_;
  Eigen::VectorXf density_;  ///< of the target's words that may be answers
};

}  // namespace eigenlex
