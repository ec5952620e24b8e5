#pragma once

#include <filesystem>

#include <nlohmann/json.hpp>

#include "eigenlex/core/read_options.hpp"

namespace eigenlex::internal {

/// A JSON file that carries its own checksum, under the key "checksum" of the object: the XXH3
/// 128-bit hash (Collet 2020) of the file's bytes, its own 32 digits taken as zeros. So damage to a
/// description is found as damage to the data is.

/// Writes an object without a key "checksum". Otherwise as `write_json`.
void write_sealed_json(const std::filesystem::path& path, nlohmann::json value);

/// Reads what `write_sealed_json` wrote, without the key "checksum". Throws as `read_json`, and
/// FormatError for a file that was changed after it was written.
nlohmann::json read_sealed_json(const std::filesystem::path& path, const ReadOptions& options = {});

}  // namespace eigenlex::internal
