#pragma once

#include <filesystem>
#include <string_view>

#include <nlohmann/json.hpp>

#include "core/artifact.hpp"
#include "core/sealed_json.hpp"

namespace eigenlex::testing {

/// Writes a manifest with the checksum of itself, as a forger would, and leaves no list that would
/// tell that it was changed.
inline void forge_manifest(const std::filesystem::path& folder, std::string_view name,
                           const nlohmann::json& content) {
  internal::write_sealed_json(folder / name, content);
  std::filesystem::remove(folder / internal::kChecksumList);
}

}  // namespace eigenlex::testing
