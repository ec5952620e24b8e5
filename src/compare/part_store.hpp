#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

namespace eigenlex::internal {

/// Finished parts of a comparison, kept in a folder for the next run.
///
/// A part is named by what it is and by a key: a checksum of all that decides its result. So a part
/// is found again only by a run that would make the same.
class PartStore {
 public:
  /// Creates the folder. Throws IoError.
  explicit PartStore(std::filesystem::path folder);

  /// "<name>-<key>": the start of the file names of a part, which the build of the library decides
  /// with what is given.
  static std::string id(const std::string& name, const nlohmann::json& decided_by);
  /// The same for another build.
  static std::string id(const std::string& name, const nlohmann::json& decided_by,
                        std::string_view build);

  std::filesystem::path path(const std::string& file) const { return folder_ / file; }
  /// The value of a finished part; nothing if there is none, or it cannot be read.
  std::optional<nlohmann::json> find(const std::string& id) const;
  void keep(const std::string& id, const nlohmann::json& value) const;

 private:
  std::filesystem::path folder_;
};

}  // namespace eigenlex::internal
