#include "eigenlex/evaluate/word_relations.hpp"

#include <algorithm>
#include <iterator>

#include "text/lower_case.hpp"

namespace eigenlex {
namespace {

using internal::lower_cased;

constexpr std::size_t kFewestSharedLetters = 4;
constexpr double kLeastSharedPart = 0.6;

bool begins_letter(char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U; }

std::size_t letters_of(std::string_view word) {
  return static_cast<std::size_t>(std::ranges::count_if(word, begins_letter));
}

/// Letters that two words have in common before the first that differs.
std::size_t shared_letters(std::string_view first, std::string_view second) {
  const auto [end, ignored] = std::ranges::mismatch(first, second);
  const std::string_view shared(first.begin(), end);
  const bool splits_letter = end != first.end() && !begins_letter(*end);
  return letters_of(shared) - (splits_letter ? 1 : 0);
}

template <class Range>
bool intersect(const Range& first, const Range& second) {
  return std::ranges::any_of(first,
                             [&](const auto& one) { return std::ranges::count(second, one); });
}

}  // namespace

void WordRelations::add_group(const std::vector<std::string>& words) {
  for (const std::string& word : words) {
    std::vector<std::int32_t>& ids = groups_[lower_cased(word)];
    if (ids.empty() || ids.back() != size_) ids.push_back(size_);
  }
  ++size_;
}

std::vector<std::string> WordRelations::stems_of(std::string_view word) const {
  std::vector<std::string> stems{lower_cased(word)};
  const std::string lower = stems.front();
  for (const auto& [ending, replacement] : endings_) {
    if (lower.size() > ending.size() && lower.ends_with(ending)) {
      stems.push_back(lower.substr(0, lower.size() - ending.size()) + replacement);
    }
  }
  return stems;
}

std::vector<std::int32_t> WordRelations::groups_of(std::string_view word) const {
  std::vector<std::int32_t> ids;
  for (const std::string& stem : stems_of(word)) {
    const auto found = groups_.find(stem);
    if (found != groups_.end()) std::ranges::copy(found->second, std::back_inserter(ids));
  }
  std::ranges::sort(ids);
  const auto repeated = std::ranges::unique(ids);
  ids.erase(repeated.begin(), repeated.end());
  return ids;
}

bool WordRelations::related(std::string_view first, std::string_view second) const {
  return intersect(groups_of(first), groups_of(second));
}

bool WordRelations::same_stem(std::string_view first, std::string_view second) const {
  const std::vector<std::string> stems = stems_of(first), others = stems_of(second);
  if (intersect(stems, others)) return true;
  const std::string &one = stems.front(), &other = others.front();
  const std::size_t shared = shared_letters(one, other);
  return shared >= kFewestSharedLetters &&
         static_cast<double>(shared) >=
             kLeastSharedPart * static_cast<double>(std::min(letters_of(one), letters_of(other)));
}

}  // namespace eigenlex
