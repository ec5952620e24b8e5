#pragma once

#include <string>
#include <vector>

#include "eigenlex/matrix/row_matrix.hpp"
#include "eigenlex/text/vocabulary.hpp"

namespace eigenlex {

/// A table of vectors: row i is the vector of word i.
using Table = RowMatrix;

/// Words and their vectors: `table` has vocabulary.size() rows. All a query or an evaluation needs,
/// whichever program learned it. Foreign files without counts give each word the count 0; they list
/// frequent words first.
struct Embedding {
  Vocabulary vocabulary;
  Table table;
};

/// An embedding of words without counts; `table` has a row for each. Where a word occurs again, as
/// happens in published files, its first vector is kept and the later ones are dropped. Throws
/// OptionError where the lengths differ, FormatError where a word is empty.
Embedding embedding_of_words(std::vector<std::string> words, Table table);

}  // namespace eigenlex
