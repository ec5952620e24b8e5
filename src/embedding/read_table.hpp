#pragma once

#include <filesystem>
#include <string_view>

#include "eigenlex/embedding/embedding.hpp"

#include "core/artifact.hpp"
#include "core/checksum.hpp"

namespace eigenlex::internal {

/// `read_table` that adds the bytes of the file to a checksum, unless it is null, while they are
/// near: the table is gone through once.
Table read_table(const std::filesystem::path& path, Checksum* checksum);

/// The table in a listed file of a folder, which is verified as it is read. Throws as `read_table`,
/// and FormatError where it is not the file that was written.
Table read_table(const ArtifactReader& folder, std::string_view file);

}  // namespace eigenlex::internal
