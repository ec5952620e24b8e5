#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "eigenlex/text/vocabulary.hpp"

namespace eigenlex {

/// A vocabulary in its final order, and where the words given went.
struct OrderedVocabulary {
  static constexpr std::int32_t kDropped = -1;

  Vocabulary vocabulary;
  /// For each word given its id in `vocabulary`, or kDropped.
  std::vector<std::int32_t> new_ids;
};

/// Orders words by count, most frequent first, ties by bytes; words of count 0 are dropped. The
/// words are distinct and not empty, the counts as many, >= 0. Throws as Vocabulary does.
OrderedVocabulary order_by_count(const std::vector<std::string_view>& words,
                                 const std::vector<std::int64_t>& counts);

/// Replaces each token id by new_ids[id], where the ids index `new_ids` and none of them is
/// dropped; negative ids (document ends) stay. In parallel, the result independent of the threads.
void renumber(std::vector<std::int32_t>& tokens, const std::vector<std::int32_t>& new_ids);

}  // namespace eigenlex
