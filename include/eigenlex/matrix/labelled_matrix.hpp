#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "eigenlex/core/notes.hpp"
#include "eigenlex/matrix/csr_matrix.hpp"
#include "eigenlex/text/vocabulary.hpp"

namespace eigenlex {

/// A sparse matrix whose rows and columns have names, such as users and films.
///
/// The count of a name is the number of its cells, and every name has one. No stored value is 0.
struct LabelledMatrix {
  Vocabulary rows;
  Vocabulary columns;
  CsrMatrix<float> values;
  /// Entries of the source that named a cell again and were added to it.
  std::int64_t duplicates = 0;
  /// What was decided on reading.
  Notes notes = {};
};

/// Entries of a matrix as they come, in any order.
struct MatrixEntries {
  struct Entry {
    std::int32_t row;
    std::int32_t column;
    float value;
  };
  std::vector<Entry> entries;
  std::vector<std::string> row_names;     ///< distinct, for every `row`
  std::vector<std::string> column_names;  ///< distinct, for every `column`
  Notes notes = {};
};

/// In which order the rows and columns of a matrix come.
enum class LabelOrder {
  kAsGiven,  ///< by their numbers in the entries
  kBySize,   ///< most cells first, ties by the bytes of the names
};

/// Makes a matrix of entries: values of the same cell are added, in their order and in double;
/// cells that come to 0, and rows and columns without a cell, are left out.
///
/// Throws FormatError if a sum exceeds float. Cost: linear but for sorting within rows; 20 bytes an
/// entry beside the result. Determinism: a function of the entries; with kBySize and distinct cells
/// their order does not matter.
LabelledMatrix labelled_matrix(MatrixEntries source, LabelOrder order);

}  // namespace eigenlex
