#include "eigenlex/embedding/table_file.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "eigenlex/core/as_size.hpp"
#include "eigenlex/core/error.hpp"
#include "eigenlex/core/npy.hpp"
#include "eigenlex/core/parallel.hpp"
#include "eigenlex/matrix/row_matrix.hpp"

#include "core/in_turn.hpp"
#include "embedding/read_table.hpp"

namespace eigenlex {
namespace {

using internal::Checksum;

/// Values that are read, checked and added to a checksum while a core has them in its cache.
constexpr std::int64_t kPiece = std::int64_t{1} << 16;

std::string_view bytes_of(std::span<const float> values) {
  return {reinterpret_cast<const char*>(values.data()), values.size_bytes()};
}

bool all_finite(std::span<const float> values) {
  // Without the sign, bits are in the order of the numbers, and those of none are above infinity's.
  constexpr std::uint32_t kSign = 0x80000000, kInfinity = 0x7f800000;
  std::uint32_t largest = 0;
  for (const float value : values) {
    largest = std::max(largest, std::bit_cast<std::uint32_t>(value) & ~kSign);
  }
  return largest < kInfinity;
}

/// The place of the first value that is not finite, or their number.
std::int64_t first_not_finite(std::span<const float> values) {
  if (all_finite(values)) return std::ssize(values);
  return std::ranges::find_if(values, [](float value) { return !std::isfinite(value); }) -
         values.begin();
}

/// Reads all values of a file and adds them to the checksum, unless it is null; returns the place
/// of the first that is not finite, or their number.
std::int64_t read_values(const NpyFile<float>& file, std::span<float> values, Checksum* checksum) {
  const std::int64_t size = std::ssize(values);
  const auto piece = [&](std::int64_t begin) {
    return values.subspan(as_size(begin), as_size(std::min(kPiece, size - begin)));
  };
  internal::InTurn in_turn(block_count(size, kPiece), [&](std::int64_t number) {
    if (checksum != nullptr) checksum->add(bytes_of(piece(number * kPiece)));
  });
  std::vector<std::int64_t> found(as_size(block_count(size, kPiece)), size);
  parallel_blocks(size, kPiece, [&](std::int64_t number, std::int64_t begin, std::int64_t end) {
    file.read(begin, piece(begin));
    const std::int64_t first = begin + first_not_finite(piece(begin));
    if (first < end) found[as_size(number)] = first;
    in_turn.make_ready(number);
  });
  return found.empty() ? size : std::ranges::min(found);
}

}  // namespace

void write_table(const Table& table, const std::filesystem::path& path) {
  const std::array<std::int64_t, 2> shape = {table.rows(), table.cols()};
  write_npy<float>(path, shape, {table.data(), static_cast<std::size_t>(table.size())});
}

Table read_table(const std::filesystem::path& path) { return internal::read_table(path, nullptr); }

Table internal::read_table(const std::filesystem::path& path, Checksum* checksum) {
  const NpyFile<float> file(path);
  if (file.shape().size() != 2) {
    throw FormatError::at_path(
        path.string(),
        fmt::format("has {} dimensions, expected 2 (words by components)", file.shape().size()));
  }
  if (checksum != nullptr) checksum->add(file.head());
  Table table = new_row_matrix(file.shape()[0], file.shape()[1]);
  const std::int64_t first = read_values(file, {table.data(), as_size(table.size())}, checksum);
  if (first < table.size()) {
    throw FormatError::at_path(
        path.string(),
        fmt::format("row {} holds a number that is not finite", first / table.cols()));
  }
  return table;
}

Table internal::read_table(const ArtifactReader& folder, std::string_view file) {
  return folder.read_checked(file, [](const std::filesystem::path& path, Checksum* checksum) {
    return read_table(path, checksum);
  });
}

}  // namespace eigenlex
