#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "eigenlex/text/vocabulary.hpp"

namespace eigenlex::internal {

/// Looks up the words of a benchmark and remembers which were unknown.
class WordLookup {
 public:
  /// `vocabulary` must outlive the lookup.
  explicit WordLookup(const Vocabulary& vocabulary) : vocabulary_(vocabulary) {}

  /// The id of the word as it is written, else in another spelling (benchmarks write "Athens", most
  /// vocabularies "athens"), as `find_folded` finds it; nothing if all are unknown.
  std::optional<std::int32_t> find(std::string_view word);
  /// The id of the first of several spellings that is known. Where none is, the first counts as
  /// unknown.
  std::optional<std::int32_t> find_any(std::span<const std::string_view> spellings);

  /// Whether `find` would find the word.
  bool knows(std::string_view word) const { return look_up(word).has_value(); }

  /// The words not found, as they were written, each once, in the order they were asked for.
  const std::vector<std::string>& unknown_words() const { return unknown_words_; }

 private:
  std::optional<std::int32_t> look_up(std::string_view word) const;

  const Vocabulary& vocabulary_;
  std::vector<std::string> unknown_words_;
  std::unordered_set<std::string> seen_unknown_;
};

}  // namespace eigenlex::internal
