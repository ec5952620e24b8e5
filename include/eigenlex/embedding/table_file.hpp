#pragma once

#include <filesystem>

#include "eigenlex/embedding/embedding.hpp"

namespace eigenlex {

/// Writes a table as a two-dimensional .npy file of float32. Throws IoError.
void write_table(const Table& table, const std::filesystem::path& path);

/// Reads a table from a two-dimensional .npy file of float32. Throws IoError, or FormatError where
/// the file is damaged, has another shape or type, or holds a number that is not finite.
Table read_table(const std::filesystem::path& path);

}  // namespace eigenlex
