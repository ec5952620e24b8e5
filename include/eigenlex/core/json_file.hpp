#pragma once

#include <filesystem>

#include <nlohmann/json.hpp>

namespace eigenlex {

/// Reads a file that holds one JSON object. Throws IoError, or FormatError if it is anything else,
/// or larger (64 MiB) or deeper (64 levels) than any description is.
nlohmann::json read_json(const std::filesystem::path& path);

/// Writes a value with indentation; bytes in strings that are not UTF-8 become U+FFFD. Throws
/// IoError.
void write_json(const std::filesystem::path& path, const nlohmann::json& value);

}  // namespace eigenlex
