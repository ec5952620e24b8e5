#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "eigenlex/core/progress.hpp"
#include "eigenlex/text/tokenizer.hpp"

namespace eigenlex {

/// Texts as word ids, one after another.
struct TokenizedTexts {
  /// The distinct words, in the order in which the texts have them.
  std::vector<std::string> words;
  /// Ids in `words`, of all texts.
  std::vector<std::int32_t> tokens;
  /// Text i is tokens[offsets[i] .. offsets[i + 1]); one entry more than there are texts.
  std::vector<std::int64_t> offsets{0};

  std::int64_t size() const { return static_cast<std::int64_t>(offsets.size()) - 1; }
  std::span<const std::int32_t> text(std::int64_t i) const {
    const std::size_t begin = static_cast<std::size_t>(offsets[static_cast<std::size_t>(i)]);
    const std::size_t end = static_cast<std::size_t>(offsets[static_cast<std::size_t>(i) + 1]);
    return std::span(tokens).subspan(begin, end - begin);
  }
};

/// Splits texts into tokens; a text may turn out to have none. `progress` counts texts. Throws
/// OptionError for bad options. In parallel; the result does not depend on the number of threads.
TokenizedTexts tokenize_texts(std::span<const std::string> texts, const TokenizerOptions& options,
                              const Progress& progress = {});

/// The texts of the given numbers, in that order; `words` stays as it is. Each of `texts` is in
/// 0 .. size()-1.
TokenizedTexts select_texts(const TokenizedTexts& from, std::span<const std::int64_t> texts);

}  // namespace eigenlex
