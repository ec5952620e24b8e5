#pragma once

#include <compare>
#include <cstdint>
#include <vector>

#include "eigenlex/core/enum_names.hpp"
#include "eigenlex/text/vocabulary.hpp"
#include "eigenlex/text/word_pairs.hpp"

namespace eigenlex {

/// A word of a source and one of a target that are to lie in one place, by their ids.
struct Anchor {
  std::int32_t source = 0;
  std::int32_t target = 0;

  friend auto operator<=>(const Anchor&, const Anchor&) = default;
};

/// Which words are anchors of themselves.
enum class AnchorKind {
  kIdentical,  ///< those that both vocabularies have
  kNumerals,   ///< of them, those of ASCII digits alone
};
constexpr auto enum_names(AnchorKind) {
  return std::to_array<EnumName<AnchorKind>>(
      {{AnchorKind::kIdentical, "identical"}, {AnchorKind::kNumerals, "numerals"}});
}

/// The words of that kind, the same bytes in both vocabularies, in the order of the source.
std::vector<Anchor> find_anchors(AnchorKind kind, const Vocabulary& source,
                                 const Vocabulary& target);
/// The pairs of a dictionary of which both words are known, as they are written or in another
/// spelling, each once, in its order.
std::vector<Anchor> anchors_of(const std::vector<WordPair>& dictionary, const Vocabulary& source,
                               const Vocabulary& target);

}  // namespace eigenlex
