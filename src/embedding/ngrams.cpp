#include "eigenlex/embedding/ngrams.hpp"

#include <algorithm>
#include <numeric>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>
#include <unicode/uchar.h>

#include "eigenlex/core/error.hpp"

#include "text/code_points.hpp"

namespace eigenlex {
namespace {

/// The length of the UTF-8 character at the start of `text`; 1 where there is none.
std::size_t character_length(std::string_view text) {
  const auto lead = static_cast<unsigned char>(text.front());
  const std::size_t length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc2 ? 2 : 1;
  if (lead > 0xf4 || length > text.size()) return 1;
  for (std::size_t i = 1; i < length; ++i) {
    if ((static_cast<unsigned char>(text[i]) & 0xc0) != 0x80) return 1;
  }
  return length;
}

/// Where each character of a text begins, and its end.
std::vector<std::size_t> character_starts(std::string_view text) {
  std::vector<std::size_t> starts;
  for (std::size_t at = 0; at < text.size(); at += character_length(text.substr(at))) {
    starts.push_back(at);
  }
  starts.push_back(text.size());
  return starts;
}

/// Whether a text has a character that means something by itself, as those of Chinese do.
bool has_ideograph(std::string_view text) {
  while (!text.empty()) {
    if (u_hasBinaryProperty(internal::take_first(text), UCHAR_IDEOGRAPHIC)) return true;
  }
  return false;
}

/// Each text once, in the order of their bytes.
void keep_distinct(std::vector<std::string>& texts) {
  std::ranges::sort(texts);
  texts.erase(std::unique(texts.begin(), texts.end()), texts.end());
}

}  // namespace

void NgramOptions::validate() const {
  if (shortest < 1 || shortest > kLongest) {
    throw OptionError("NgramOptions.shortest", fmt::to_string(shortest),
                      fmt::format("must be in 1 .. {}", kLongest));
  }
  if (longest < shortest || longest > kLongest) {
    throw OptionError("NgramOptions.longest", fmt::to_string(longest),
                      fmt::format("must be in {} .. {}", shortest, kLongest));
  }
  if (min_words < 1) {
    throw OptionError("NgramOptions.min_words", fmt::to_string(min_words), "must be at least 1");
  }
}

std::vector<std::string> character_ngrams(std::string_view word, const NgramOptions& options) {
  const std::string marked = fmt::format("<{}>", word);
  const std::vector<std::size_t> starts = character_starts(marked);
  std::vector<std::string> ngrams;
  const std::size_t characters = starts.size() - 1;
  const auto shortest = static_cast<std::size_t>(options.shortest);
  const auto longest = std::min(static_cast<std::size_t>(options.longest), characters);
  for (std::size_t length = 1; length <= longest; ++length) {
    for (std::size_t first = 0; first + length <= characters; ++first) {
      const std::string_view ngram =
          std::string_view(marked).substr(starts[first], starts[first + length] - starts[first]);
      if (length >= shortest || has_ideograph(ngram)) ngrams.emplace_back(ngram);
    }
  }
  keep_distinct(ngrams);
  return ngrams;
}

void AffixOptions::validate() const {
  const auto check = [](const char* field, std::int32_t value, std::int32_t least) {
    if (value >= least && value <= kLongest) return;
    throw OptionError(field, fmt::to_string(value),
                      fmt::format("must be in {} .. {}", least, kLongest));
  };
  check("AffixOptions.shortest_beginning", shortest_beginning, 1);
  check("AffixOptions.longest_beginning", longest_beginning, shortest_beginning);
  check("AffixOptions.longest_ending", longest_ending, 1);
  if (min_words < 1) {
    throw OptionError("AffixOptions.min_words", fmt::to_string(min_words), "must be at least 1");
  }
}

std::vector<std::string> word_affixes(std::string_view word, const AffixOptions& options) {
  const std::vector<std::size_t> starts = character_starts(word);
  const std::size_t characters = starts.size() - 1;
  std::vector<std::string> affixes;
  const auto up_to = [&](std::int32_t longest) {
    return std::min(static_cast<std::size_t>(longest), characters);
  };
  for (std::size_t k = 0; k < characters; ++k) {
    const std::string_view character = word.substr(starts[k], starts[k + 1] - starts[k]);
    if (has_ideograph(character)) affixes.emplace_back(character);
  }
  keep_distinct(affixes);
  const auto shortest = static_cast<std::size_t>(options.shortest_beginning);
  for (std::size_t length = 1; length <= up_to(options.longest_beginning); ++length) {
    const std::string_view beginning = word.substr(0, starts[length]);
    if (length >= shortest || has_ideograph(beginning)) {
      affixes.push_back(fmt::format("<{}", beginning));
    }
  }
  for (std::size_t length = 1; length <= up_to(options.longest_ending); ++length) {
    affixes.push_back(fmt::format("{}>", word.substr(starts[characters - length])));
  }
  return affixes;
}

Vocabulary collect_ngrams(const Vocabulary& words, const NgramOptions& options) {
  options.validate();
  std::unordered_map<std::string, std::int64_t> counts;
  for (const std::string_view word : words.words()) {
    for (std::string& ngram : character_ngrams(word, options)) ++counts[std::move(ngram)];
  }
  std::vector<std::pair<std::string, std::int64_t>> kept;
  for (const auto& [ngram, count] : counts) {
    if (count < options.min_words || ngram.find_first_of("\t\n") != std::string::npos) continue;
    kept.emplace_back(ngram, count);
  }
  std::ranges::sort(kept, [](const auto& a, const auto& b) {
    return a.second != b.second ? a.second > b.second : a.first < b.first;
  });
  std::vector<std::string> ngrams;
  std::vector<std::int64_t> word_counts;
  for (auto& [ngram, count] : kept) {
    ngrams.push_back(std::move(ngram));
    word_counts.push_back(count);
  }
  return {std::move(ngrams), std::move(word_counts)};
}

std::vector<std::int32_t> known_ngrams(const Vocabulary& ngrams, std::string_view word,
                                       const NgramOptions& options) {
  std::vector<std::int32_t> ids;
  for (const std::string& ngram : character_ngrams(word, options)) {
    if (const auto id = ngrams.find(ngram)) ids.push_back(*id);
  }
  std::ranges::sort(ids);
  return ids;
}

}  // namespace eigenlex
