#include "eigenlex/text/order_by_count.hpp"

#include <algorithm>
#include <cstddef>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/parallel.hpp"

namespace eigenlex {
namespace {

struct Candidate {
  std::int64_t count;
  std::uint64_t head;  // the first 8 bytes, ordered as the bytes are: settles most comparisons
  std::int32_t id;
};

std::uint64_t head_of(std::string_view word) {
  std::uint64_t head = 0;
  for (std::size_t i = 0; i < 8; ++i) {
    head = head << 8 | (i < word.size() ? static_cast<unsigned char>(word[i]) : 0u);
  }
  return head;
}

}  // namespace

OrderedVocabulary order_by_count(const std::vector<std::string_view>& words,
                                 const std::vector<std::int64_t>& counts) {
  if (counts.size() != words.size()) {
    throw OptionError("order_by_count: counts.size()", fmt::to_string(counts.size()),
                      fmt::format("must be words.size() = {}", words.size()));
  }
  std::vector<Candidate> order;
  order.reserve(words.size());
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (counts[i] == 0) continue;
    order.push_back({counts[i], head_of(words[i]), static_cast<std::int32_t>(i)});
  }
  std::sort(order.begin(), order.end(), [&](const Candidate& a, const Candidate& b) {
    if (a.count != b.count) return a.count > b.count;
    if (a.head != b.head) return a.head < b.head;
    return words[static_cast<std::size_t>(a.id)] < words[static_cast<std::size_t>(b.id)];
  });

  OrderedVocabulary result;
  result.new_ids.assign(words.size(), OrderedVocabulary::kDropped);
  WordTable ordered_words;
  std::vector<std::int64_t> ordered_counts;
  ordered_counts.reserve(order.size());
  for (const Candidate& candidate : order) {
    const std::size_t i = static_cast<std::size_t>(candidate.id);
    result.new_ids[i] = ordered_words.intern(words[i]);
    ordered_counts.push_back(candidate.count);
  }
  result.vocabulary = Vocabulary(std::move(ordered_words), std::move(ordered_counts));
  return result;
}

void renumber(std::vector<std::int32_t>& tokens, const std::vector<std::int32_t>& new_ids) {
  constexpr std::int64_t kBlockTokens = std::int64_t{1} << 18;
  parallel_blocks(static_cast<std::int64_t>(tokens.size()), kBlockTokens,
                  [&](std::int64_t, std::int64_t begin, std::int64_t end) {
                    for (std::int64_t i = begin; i < end; ++i) {
                      std::int32_t& token = tokens[static_cast<std::size_t>(i)];
                      if (token >= 0) token = new_ids[static_cast<std::size_t>(token)];
                    }
                  });
}

}  // namespace eigenlex
