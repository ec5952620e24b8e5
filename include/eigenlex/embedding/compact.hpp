#pragma once

#include <filesystem>
#include <variant>

#include <nlohmann/json.hpp>

#include "eigenlex/core/read_options.hpp"
#include "eigenlex/embedding/embedding.hpp"
#include "eigenlex/embedding/storage.hpp"

namespace eigenlex {

/// Words and their vectors in few bytes.
struct CompactModel {
  Vocabulary vocabulary;
  std::variant<Int8Table, PqTable> table;
  /// What compact.json says beside format version, encoding, sizes and checksums: an object.
  nlohmann::json description = nlohmann::json::object();
};

/// A compact table among those that may be floats.
Storage as_storage(std::variant<Int8Table, PqTable> table);

/// The words and the vectors that a compact model stands for.
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
