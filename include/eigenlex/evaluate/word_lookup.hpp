#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "eigenlex/text/vocabulary.hpp"

namespace eigenlex {

/// Looks up the words of a benchmark and remembers which were unknown.
class WordLookup {
 public:
  /// `vocabulary` must outlive the lookup.
  explicit WordLookup(const Vocabulary& vocabulary) : vocabulary_(vocabulary) {}

  /// The id of the word as it is written, else in another spelling (benchmarks write "Athens", most
  /// vocabularies "athens"), as `find_folded` finds it; nothing if all are unknown.
  std::optional<std::int32_t> find(std::string_view word);

  /// The words not found, as they were written, each once, in the order they were asked for.
  const std::vector<std::string>& unknown_words() const { return unknown_words_; }

 private:
  const Vocabulary& vocabulary_;
  std::vector<std::string> unknown_words_;
  std::unordered_set<std::string> seen_unknown_;
};

}  // namespace eigenlex
