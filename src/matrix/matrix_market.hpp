#pragma once

#include <string_view>

#include "eigenlex/matrix/labelled_matrix.hpp"
#include "eigenlex/text/text_lines.hpp"

namespace eigenlex::internal {

/// Whether a file that begins with this line is in the Matrix Market format.
bool is_matrix_market(std::string_view first_line);

/// Reads the rest of a Matrix Market file, of whose lines `lines` has given the first. Throws
/// FormatError; see `read_matrix_file`.
MatrixEntries read_matrix_market(std::string_view first_line, TextLines& lines);

}  // namespace eigenlex::internal
