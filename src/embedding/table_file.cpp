#include "eigenlex/embedding/table_file.hpp"

#include <array>
#include <cstdint>
#include <span>

#include <fmt/format.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/npy.hpp"
#include "eigenlex/core/parallel.hpp"
#include "eigenlex/matrix/row_matrix.hpp"

namespace eigenlex {
namespace {

constexpr std::int64_t kBlockRows = 256;

void require_finite(const Table& table, const std::filesystem::path& path) {
  parallel_blocks(
      table.rows(), kBlockRows, [&](std::int64_t, std::int64_t begin, std::int64_t end) {
        for (std::int64_t row = begin; row < end; ++row) {
          if (table.row(row).allFinite()) continue;
          throw FormatError::at_path(path.string(),
                                     fmt::format("row {} holds a number that is not finite", row));
        }
      });
}

}  // namespace

void write_table(const Table& table, const std::filesystem::path& path) {
  const std::array<std::int64_t, 2> shape = {table.rows(), table.cols()};
  write_npy<float>(path, shape, {table.data(), static_cast<std::size_t>(table.size())});
}

Table read_table(const std::filesystem::path& path) {
  const NpyFile<float> file(path);
  if (file.shape().size() != 2) {
    throw FormatError::at_path(
        path.string(),
        fmt::format("has {} dimensions, expected 2 (words by components)", file.shape().size()));
  }
  Table table = new_row_matrix(file.shape()[0], file.shape()[1]);
  file.read(0, {table.data(), static_cast<std::size_t>(table.size())});
  require_finite(table, path);
  return table;
}

}  // namespace eigenlex
