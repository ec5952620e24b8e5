#pragma once

#include <string>

#include "eigenlex/core/progress.hpp"
#include "eigenlex/matrix/labelled_matrix.hpp"

namespace eigenlex {

/// Reads a sparse matrix from a file, or from standard input for "-"; gzip, bzip2, xz and Zstandard
/// are decompressed.
///
/// A file that begins with "%%MatrixMarket" is of that format (Boisvert, Pozo & Remington, NIST IR
/// 5935, 1996): coordinate; real, integer or pattern (every value 1); general or symmetric, where
/// only the lower triangle is listed. Rows and columns are named by their numbers, from 1, and stay
/// in their order.
///
/// Anything else is lines `row<TAB>column<TAB>value`, or `row<TAB>column` with every value 1, as
/// the first line has it. Names are any bytes but tabs and line ends; fields after the value are
/// ignored; blank lines are skipped, and so is a first line whose third field is no number. Rows
/// and columns are put in order by their numbers of cells.
///
/// Values of the same cell are added, 0 is no cell, and rows and columns without cells are left
/// out. Throws IoError, or FormatError with path and line for a line of another form, a value that
/// is not finite in float, a header or index out of range or another number of entries than the
/// header says, and where no cell is left. Nothing is allocated on the word of a header. Time
/// linear in the file; memory about 36 bytes an entry at most.
LabelledMatrix read_matrix_file(const std::string& path, const Progress& progress = {});

}  // namespace eigenlex
