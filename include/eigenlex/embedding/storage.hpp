#pragma once

#include <cstdint>
#include <variant>
#include <vector>

#include <Eigen/Core>

#include "eigenlex/embedding/embedding.hpp"

namespace eigenlex {

/// A table at a byte a number: row i is scales[i] * codes.row(i).
struct Int8Table {
  using Codes = Eigen::Matrix<std::int8_t, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

  Codes codes;             ///< V x d, each in -127 .. 127
  Eigen::VectorXf scales;  ///< V, finite and >= 0
};

/// A table at a byte for each of m groups of components, product quantization (Jégou, Douze &
/// Schmid, TPAMI 2011), with the components in an order that gives groups alike (`columns`).
///
/// Group s is columns group_begin(s, d, m) .. group_begin(s + 1, d, m) - 1 of the codebook: its
/// words are rows there. Codewords make up vectors of length about 1; a byte gives the length.
struct PqTable {
  using Codes = Eigen::Matrix<std::uint8_t, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

  Codes codes;                        ///< V x m, each below the rows of the codebook
  Table codebook;                     ///< c x d, c in 1 .. 256
  std::vector<std::int32_t> columns;  ///< column j of the codebook is component columns[j]
  std::vector<std::uint8_t> lengths;  ///< V: 0 for a row of zeros, else see length_of
  /// The lengths that the bytes 1 and 255 stand for: 0 < shortest <= longest.
  float shortest = 1;
  float longest = 1;

  /// Length that a byte stands for: shortest (longest / shortest)^((byte - 1) / 254).
  float length_of(std::uint8_t byte) const;
};

/// First column of group `s` of `groups` (0 .. groups); sizes differ by one at most.
constexpr std::int64_t group_begin(std::int64_t s, std::int64_t dim, std::int64_t groups) {
  return s * dim / groups;
}

/// Vectors as they lie in memory: in floats, or in one of the compact tables.
using Storage = std::variant<Table, Int8Table, PqTable>;

/// Number of vectors.
Eigen::Index rows_of(const Storage& storage);
/// Number of components of a vector.
Eigen::Index dimensions_of(const Storage& storage);
/// Bytes of the arrays of a table.
std::int64_t bytes_of(const Storage& storage);

/// The vector that row `id` stands for, to `row` (1 x d).
void decode_row(const Storage& storage, Eigen::Index id, Eigen::Ref<Eigen::RowVectorXf> row);

/// The vectors that a table stands for (V x d); floats are handed on as they are. In parallel; the
/// same bytes for any number of threads, row for row those of `decode_row`.
Table decode(Storage storage);

}  // namespace eigenlex
