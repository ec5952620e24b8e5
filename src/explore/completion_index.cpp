#include "eigenlex/explore/completion_index.hpp"

#include <algorithm>
#include <numeric>

#include "eigenlex/core/as_size.hpp"
#include "eigenlex/text/folding.hpp"

namespace eigenlex {
namespace {

/// No prefix that somebody types is longer.
constexpr std::size_t kMostPrefixBytes = 1000;

std::string key_of(std::string_view word) { return Folding{.lowercase = true}(composed(word)); }

}  // namespace

CompletionIndex::CompletionIndex(const Vocabulary& vocabulary) {
  begin_.push_back(0);
  for (const std::string_view word : vocabulary.words()) {
    // Longer words are found by what they begin with.
    keys_ += key_of(word.substr(0, kMostPrefixBytes));
    begin_.push_back(std::ssize(keys_));
  }
  order_.resize(as_size(vocabulary.size()));
  std::iota(order_.begin(), order_.end(), 0);
  std::ranges::sort(order_, [this](std::int32_t a, std::int32_t b) {
    const int order = key(a).compare(key(b));
    return order != 0 ? order < 0 : a < b;
  });
}

std::string_view CompletionIndex::key(std::int32_t id) const {
  const std::size_t begin = as_size(begin_[as_size(id)]);
  return std::string_view(keys_).substr(begin, as_size(begin_[as_size(id) + 1]) - begin);
}

std::vector<std::int32_t> CompletionIndex::complete(std::string_view prefix,
                                                    std::int32_t count) const {
  if (prefix.empty() || prefix.size() > kMostPrefixBytes || count < 1) return {};
  const std::string wanted = key_of(prefix);
  const auto beginning = [&](std::int32_t id) { return key(id).substr(0, wanted.size()); };
  const auto found = std::ranges::equal_range(order_, std::string_view(wanted), {}, beginning);
  std::vector<std::int32_t> ids(found.begin(), found.end());
  const auto wanted_end = ids.begin() + std::min<std::ptrdiff_t>(count, std::ssize(ids));
  std::ranges::partial_sort(ids, wanted_end, [&](std::int32_t a, std::int32_t b) {
    const bool a_is_all = key(a).size() == wanted.size();
    const bool b_is_all = key(b).size() == wanted.size();
    return a_is_all != b_is_all ? a_is_all : a < b;
  });
  ids.erase(wanted_end, ids.end());
  return ids;
}

}  // namespace eigenlex
