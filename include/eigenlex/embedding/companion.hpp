#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace eigenlex {

/// Where what is learned from a model is kept: in the folder `name` of a model directory, beside a
/// file of vectors as `FILE.name`.
std::filesystem::path companion_path(const std::filesystem::path& model, std::string_view name);

/// The checksum that says which vectors a companion belongs to: that of model.json (compact.json),
/// which has those of all files of a model directory, or of the file of vectors. Throws IoError.
std::string companion_key(const std::filesystem::path& model);

}  // namespace eigenlex
