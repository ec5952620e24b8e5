#include "eigenlex/refine/anchors.hpp"

#include <algorithm>
#include <set>

#include "eigenlex/text/folding.hpp"

namespace eigenlex {
namespace {

bool is_numeral(std::string_view word) {
  return std::ranges::all_of(word, [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

std::vector<Anchor> find_anchors(AnchorKind kind, const Vocabulary& source,
                                 const Vocabulary& target) {
  std::vector<Anchor> anchors;
  for (std::int32_t id = 0; id < source.size(); ++id) {
    const std::string_view word = source.word(id);
    if (kind == AnchorKind::kNumerals && !is_numeral(word)) continue;
    if (const auto same = target.find(word)) anchors.push_back({id, *same});
  }
  return anchors;
}

std::vector<Anchor> anchors_of(const std::vector<WordPair>& dictionary, const Vocabulary& source,
                               const Vocabulary& target) {
  std::vector<Anchor> anchors;
  std::set<Anchor> seen;
  for (const WordPair& pair : dictionary) {
    const auto first = find_folded(source, Folding{}, pair.first);
    const auto second = find_folded(target, Folding{}, pair.second);
    if (!first || !second) continue;
    const Anchor anchor{*first, *second};
    if (seen.insert(anchor).second) anchors.push_back(anchor);
  }
  return anchors;
}

}  // namespace eigenlex
