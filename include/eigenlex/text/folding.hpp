#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "eigenlex/text/tokenizer.hpp"
#include "eigenlex/text/vocabulary.hpp"

namespace eigenlex {

/// How the words of a text are spelled in the vocabulary that was made of it: what its tokenizer
/// does to a word, so that a question can be spelled in the same way.
struct Folding {
  /// Unicode text is normalized and loses what cannot be seen, as TokenizerKind::kUnicode says.
  bool normalize = false;
  /// Words are in lower case, as `lower_cased` gives it.
  bool lowercase = false;

  /// The folding of text read with these options.
  static Folding of(const TokenizerOptions& options);

  /// The word as the tokenizer spells it; for `normalize` without punctuation at its ends, so maybe
  /// empty.
  std::string operator()(std::string_view word) const;

  bool operator==(const Folding&) const = default;
};

/// A name or label in the one form of it that looks the same, NFC.
std::string composed(std::string_view name);

/// The id of a word in a vocabulary of that folding, or nothing if it has the word in no spelling.
///
/// Looked for in turn: the word as it is written, as the folding spells it, in lower case,
/// normalized (NFC, then as by TokenizerKind::kUnicode), and normalized in lower case. So a
/// question finds a word of the text in any case if the text was lower-cased, whichever way accents
/// are written, and a table of unknown folding (`Folding{}`) answers as well as it can.
std::optional<std::int32_t> find_folded(const Vocabulary& vocabulary, const Folding& folding,
                                        std::string_view word);

}  // namespace eigenlex
