#include "eigenlex/text/vocabulary.hpp"

#include <utility>

#include <fmt/format.h>

#include "eigenlex/core/error.hpp"

namespace eigenlex {

Vocabulary::Vocabulary(std::vector<std::string> words, std::vector<std::int64_t> counts)
    : words_(std::move(words)), counts_(std::move(counts)) {
  if (words_.size() != counts_.size()) {
    throw OptionError("Vocabulary.counts.size()", fmt::to_string(counts_.size()),
                      fmt::format("must be the number of words, {}", words_.size()));
  }
  for (std::size_t i = 0; i < words_.size(); ++i) {
    if (words_[i].empty()) throw FormatError(fmt::format("word {} is empty", i));
    if (counts_[i] < 0) {
      throw OptionError(fmt::format("Vocabulary.counts[{}]", i), fmt::to_string(counts_[i]),
                        "must be at least 0");
    }
    const std::int32_t id = index_.intern(words_[i]);
    if (static_cast<std::size_t>(id) != i) {
      throw FormatError(fmt::format("word {} is \"{}\", as word {} is already", i, words_[i], id));
    }
  }
}

}  // namespace eigenlex
