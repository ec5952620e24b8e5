#pragma once

#include <cstdint>
#include <string>

#include "eigenlex/text/corpus.hpp"

namespace eigenlex::testing {

/// The text of a corpus again: a line for each document, a space after each word.
inline std::string decoded(const Corpus& corpus) {
  std::string text;
  for (const std::int32_t token : corpus.tokens) {
    if (token == Corpus::kDocumentEnd) {
      text += '\n';
    } else {
      text.append(corpus.vocabulary.word(token)) += ' ';
    }
  }
  return text;
}

}  // namespace eigenlex::testing
