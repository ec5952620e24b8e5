#pragma once

#include <cstdint>
#include <filesystem>

#include "eigenlex/core/read_options.hpp"
#include "eigenlex/counts/count_reader.hpp"
#include "eigenlex/counts/counts_file.hpp"

namespace eigenlex {

/// Opens a counts directory as `open_counts` does, for who asks for some rows alone: cells are
/// neither compared with checksums nor checked, which would read all of them; `check_count_row`
/// checks a row once it is at hand.
Counts open_count_rows(const std::filesystem::path& path, const ReadOptions& options = {});

/// Compares the files of the cells with their checksums: every `size`-th of them from number `rank`
/// on, for processes that share that. Throws FormatError where one is damaged.
void verify_cells(const std::filesystem::path& path, int rank, int size);

/// Throws FormatError unless a row at hand in the reader is as a row of so many columns must be.
void check_count_row(const CountReader& reader, std::int64_t row, std::int64_t cols);

}  // namespace eigenlex
