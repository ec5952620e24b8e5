#pragma once

#include <string>
#include <vector>

#include "eigenlex/core/progress.hpp"
#include "eigenlex/matrix/labelled_matrix.hpp"

namespace eigenlex {

/// Reads a sparse matrix from a file, or from standard input for "-"; gzip, bzip2, xz and Zstandard
/// are decompressed.
///
/// A file that begins with "%%MatrixMarket" is of that format (Boisvert, Pozo & Remington, NIST IR
/// 5935, 1996): coordinate; real, integer, unsigned-integer or pattern (every value 1); general or
/// symmetric, where only the lower triangle is listed. Rows and columns are named by their numbers,
/// from 1, and stay in their order.
///
/// Anything else is a table of row, column and value, or of row and column with every value 1, as
/// the first line has it, parted by tabs, "::", semicolons, commas or blanks, the same in all lines
/// (see TableReader, also for quotes and columns that count lines). Names are any bytes but those;
/// blank lines are skipped, fields after the value ignored. Values may have decimal commas (see
/// NumberColumn). A first line that has a word in place of the value, or two words that are known
/// as headers or precede columns of numbers, is a header, and says so in the notes; where it has
/// names such as "rating" or "timestamp", they say where the values are. `columns` are those of
/// row, column and maybe value, see TableOptions. Rows and columns are put in order by their
/// numbers of cells.
///
/// Values of the same cell are added, 0 is no cell, and rows and columns without cells are left
/// out. Throws IoError, or FormatError with path and line for a line of another form, a value that
/// is not finite in float or may be two numbers, a header or index out of range or another number
/// of entries than the header says, and where no cell is left; OptionError for another number of
/// `columns`. Nothing is allocated on the word of a header. Time
/// linear in the file; memory about 36 bytes an entry at most.
LabelledMatrix read_matrix_file(const std::string& path, const Progress& progress = {},
                                const std::vector<std::string>& columns = {});

}  // namespace eigenlex
