#include "eigenlex/query/spelling.hpp"

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include "eigenlex/core/parallel.hpp"

namespace eigenlex {
namespace {

constexpr std::int64_t kWordsPerBlock = 8192;
constexpr std::int32_t kMaxDistance = 3;
constexpr std::int32_t kSuggestions = 5;
// Beyond the last code point.
constexpr char32_t kInvalidByte = 0x110000;

struct Candidate {
  std::int32_t id;
  std::int32_t distance;
};

/// Closest first, then most frequent, then by bytes.
class CloserSpelling {
 public:
  explicit CloserSpelling(const Vocabulary& vocabulary) : vocabulary_(vocabulary) {}

  bool operator()(const Candidate& a, const Candidate& b) const {
    if (a.distance != b.distance) return a.distance < b.distance;
    const std::int64_t count_a = vocabulary_.count(a.id);
    const std::int64_t count_b = vocabulary_.count(b.id);
    if (count_a != count_b) return count_a > count_b;
    return vocabulary_.word(a.id) < vocabulary_.word(b.id);
  }

 private:
  const Vocabulary& vocabulary_;
};

/// folded_code_points into a buffer that is used again from word to word.
void fold(std::string_view text, std::u32string& folded) {
  folded.clear();
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
  const auto size = static_cast<std::int64_t>(text.size());
  for (std::int64_t i = 0; i < size;) {
    const std::uint8_t first = bytes[i];
    UChar32 code_point = 0;
    U8_NEXT(bytes, i, size, code_point);
    if (code_point < 0) {
      folded.push_back(kInvalidByte + first);
    } else {
      folded.push_back(static_cast<char32_t>(u_foldCase(code_point, U_FOLD_CASE_DEFAULT)));
    }
  }
}

/// Whether a word of `bytes` bytes can have a number of code points within `limit` of `length`.
bool may_be_close_in_length(std::size_t bytes, std::size_t length, std::int32_t limit) {
  constexpr std::size_t kMaxBytesPerCodePoint = 4;
  const auto reach = static_cast<std::size_t>(limit);
  return bytes + reach >= length && bytes <= kMaxBytesPerCodePoint * (length + reach);
}

/// Adds to `best`, which stays ordered and within `count`.
void insert(std::vector<Candidate>& best, const Candidate& candidate, std::size_t count,
            const CloserSpelling& closer) {
  best.insert(std::ranges::upper_bound(best, candidate, closer), candidate);
  if (best.size() > count) best.pop_back();
}

}  // namespace

std::u32string folded_code_points(std::string_view text) {
  std::u32string folded;
  fold(text, folded);
  return folded;
}

SpellingDistance::SpellingDistance(std::u32string word)
    : word_(std::move(word)),
      current_(word_.size() + 1),
      previous_(word_.size() + 1),
      before_previous_(word_.size() + 1) {}

std::int32_t SpellingDistance::operator()(std::u32string_view other, std::int32_t limit) {
  const std::int32_t too_far = limit + 1;
  const auto reach = static_cast<std::size_t>(limit);
  if (other.size() > word_.size() + reach || word_.size() > other.size() + reach) return too_far;

  std::iota(current_.begin(), current_.end(), 0);
  for (std::size_t j = 1; j <= other.size(); ++j) {
    std::swap(before_previous_, previous_);
    std::swap(previous_, current_);
    std::ranges::fill(current_, too_far);
    // Only cells within `limit` of the diagonal can hold a distance within `limit`.
    const std::size_t begin = j > reach ? j - reach : 0;
    const std::size_t end = std::min(j + reach, word_.size());
    std::int32_t smallest = too_far;
    for (std::size_t i = begin; i <= end; ++i) {
      std::int32_t distance = previous_[i] + 1;
      if (i > 0) {
        const std::int32_t substitution = word_[i - 1] == other[j - 1] ? 0 : 1;
        distance = std::min({distance, current_[i - 1] + 1, previous_[i - 1] + substitution});
      }
      if (i > 1 && j > 1 && word_[i - 1] == other[j - 2] && word_[i - 2] == other[j - 1]) {
        distance = std::min(distance, before_previous_[i - 2] + 1);
      }
      current_[i] = std::min(distance, too_far);
      smallest = std::min(smallest, current_[i]);
    }
    // A swap never costs less than the substitution it replaces, so no later row comes back below
    // a row that is too far all along.
    if (smallest == too_far) return too_far;
  }
  return std::min(current_.back(), too_far);
}

std::vector<std::string> close_spellings(const Vocabulary& vocabulary, std::string_view word,
                                         std::int32_t count) {
  if (count < 1) return {};
  const CloserSpelling closer(vocabulary);
  const auto wanted = static_cast<std::size_t>(count);
  const std::u32string folded_word = folded_code_points(word);
  const auto reach =
      static_cast<std::int32_t>(std::clamp<std::size_t>(folded_word.size() / 3, 1, kMaxDistance));

  std::vector<std::vector<Candidate>> block_best(
      static_cast<std::size_t>(block_count(vocabulary.size(), kWordsPerBlock)));
  parallel_blocks(vocabulary.size(), kWordsPerBlock,
                  [&](std::int64_t block, std::int64_t begin, std::int64_t end) {
                    std::vector<Candidate>& best = block_best[static_cast<std::size_t>(block)];
                    SpellingDistance distance_to(folded_word);
                    std::u32string folded;
                    for (auto id = static_cast<std::int32_t>(begin); id < end; ++id) {
                      const std::string_view known = vocabulary.word(id);
                      const std::int32_t limit =
                          best.size() < wanted ? reach : best.back().distance;
                      if (!may_be_close_in_length(known.size(), folded_word.size(), limit))
                        continue;
                      fold(known, folded);
                      const std::int32_t distance = distance_to(folded, limit);
                      if (distance > limit || known == word) continue;
                      insert(best, {id, distance}, wanted, closer);
                    }
                  });

  std::vector<Candidate> best;
  for (const std::vector<Candidate>& candidates : block_best) {
    for (const Candidate& candidate : candidates) insert(best, candidate, wanted, closer);
  }
  std::vector<std::string> words;
  for (const Candidate& candidate : best) words.emplace_back(vocabulary.word(candidate.id));
  return words;
}

std::string unknown_word_message(const Vocabulary& vocabulary, std::string_view word) {
  std::string message = fmt::format("\"{}\" is not in the vocabulary", word);
  const std::vector<std::string> close = close_spellings(vocabulary, word, kSuggestions);
  if (!close.empty()) message += fmt::format("; close: {}", fmt::join(close, ", "));
  return message;
}

}  // namespace eigenlex
