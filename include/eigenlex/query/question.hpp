#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace eigenlex {

/// A word of a question, and what its vector of length 1 is multiplied by.
struct QuestionTerm {
  std::string word;
  double weight = 1;  ///< finite

  friend bool operator==(const QuestionTerm&, const QuestionTerm&) = default;
};

/// A sum of words, such as "king - man + woman", of which the nearest words are wanted.
using Question = std::vector<QuestionTerm>;

/// The terms of a text: words, each but the first after a sign, + or -, that stands alone between
/// blanks; one sign may also come before the first. Blanks within a word are kept, those around it
/// are not; a text of one sign alone is that word. Throws FormatError for a sign without a word, or
/// for nothing but blanks.
Question parse_question(std::string_view text);

}  // namespace eigenlex
