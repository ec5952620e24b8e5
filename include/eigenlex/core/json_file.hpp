#pragma once

#include <filesystem>
#include <string>

#include <nlohmann/json.hpp>

namespace eigenlex {

/// Reads a file that holds one JSON object. Throws IoError, or FormatError if it is anything else,
/// or larger (64 MiB) or deeper (64 levels) than any description is.
nlohmann::json read_json(const std::filesystem::path& path);

/// A value as text with two spaces of indentation and a line end; bytes in strings that are not
/// UTF-8 become U+FFFD.
std::string json_text(const nlohmann::json& value);

/// Writes `json_text`. Throws IoError.
void write_json(const std::filesystem::path& path, const nlohmann::json& value);

}  // namespace eigenlex
