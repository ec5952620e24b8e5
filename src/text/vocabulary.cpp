#include "eigenlex/text/vocabulary.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>

#include <fmt/format.h>

#include "eigenlex/core/error.hpp"

namespace eigenlex {

namespace {

WordTable table_of(const std::vector<std::string>& words) {
  WordTable table;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::int32_t id = table.intern(words[i]);
    if (static_cast<std::size_t>(id) != i) {
      throw FormatError(fmt::format("word {} is \"{}\", as word {} is already", i, words[i], id));
    }
  }
  return table;
}

}  // namespace

Vocabulary::Vocabulary(const std::vector<std::string>& words, std::vector<std::int64_t> counts)
    : Vocabulary(table_of(words), std::move(counts)) {}

Vocabulary::Vocabulary(WordTable words, std::vector<std::int64_t> counts)
    : words_(std::move(words)), counts_(std::move(counts)) {
  if (static_cast<std::size_t>(words_.size()) != counts_.size()) {
    throw OptionError("Vocabulary.counts.size()", fmt::to_string(counts_.size()),
                      fmt::format("must be the number of words, {}", words_.size()));
  }
  if (const auto empty = words_.find(""))
    throw FormatError(fmt::format("word {} is empty", *empty));
  const auto negative = std::ranges::find_if(counts_, [](std::int64_t count) { return count < 0; });
  if (negative != counts_.end()) {
    throw OptionError(fmt::format("Vocabulary.counts[{}]", negative - counts_.begin()),
                      fmt::to_string(*negative), "must be at least 0");
  }
}

}  // namespace eigenlex
