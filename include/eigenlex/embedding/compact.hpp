#pragma once

#include <cstdint>
#include <filesystem>
#include <variant>
#include <vector>

#include <Eigen/Core>
#include <nlohmann/json.hpp>

#include "eigenlex/core/read_options.hpp"
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

/// Words and their vectors in few bytes.
struct CompactModel {
  Vocabulary vocabulary;
  std::variant<Int8Table, PqTable> table;
  /// What compact.json says beside format version, encoding, sizes and checksums: an object.
  nlohmann::json description = nlohmann::json::object();
};

/// The vectors that a compact table stands for (V x d). In parallel; the same bytes for any number
/// of threads.
Table decode(const Int8Table& table);
Table decode(const PqTable& table);
Embedding decode(CompactModel model);

/// Writes a compact model: a folder of compact.json, vocab.tsv and the parts of the table as .npy.
///
/// The folder appears when it is complete. It replaces a compact model of that name, but no other
/// folder that holds anything. Throws IoError, or OptionError where the parts do not fit together
/// or `description` uses a key that compact.json has itself.
void write_compact(const CompactModel& model, const std::filesystem::path& path);

/// Reads a compact model. Throws IoError, or FormatError where a file is damaged (checksum, size,
/// numbers that are not finite, codes without a codeword), the files do not fit together, or the
/// format is of a later version. Without `verify_checksums` damage that breaks no invariant is not
/// seen.
CompactModel read_compact(const std::filesystem::path& path, const ReadOptions& options = {});

/// Whether `path` is a folder with a compact.json.
bool is_compact(const std::filesystem::path& path);

}  // namespace eigenlex
