#include "compare/part_store.hpp"

#include <system_error>

#include <fmt/format.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/file.hpp"
#include "eigenlex/core/json_file.hpp"

#include "core/build_fingerprint.hpp"
#include "core/checksum.hpp"

namespace eigenlex::internal {
namespace fs = std::filesystem;

PartStore::PartStore(fs::path folder) : folder_(std::move(folder)) {
  std::error_code error;
  fs::create_directories(folder_, error);
  if (error) throw IoError::from_errno(folder_.string(), "create the folder", error.value());
}

std::string PartStore::id(const std::string& name, const nlohmann::json& decided_by) {
  return id(name, decided_by, build_fingerprint());
}

std::string PartStore::id(const std::string& name, const nlohmann::json& decided_by,
                          std::string_view build) {
  const nlohmann::json all{{"build", build}, {"decided_by", decided_by}};
  const std::string text = all.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  return fmt::format("{}-{}", name, bytes_checksum(text));
}

std::optional<nlohmann::json> PartStore::find(const std::string& id) const {
  try {
    return read_json(path(id + ".json"));
  } catch (const Error&) {
    return std::nullopt;
  }
}

void PartStore::keep(const std::string& id, const nlohmann::json& value) const {
  PendingPath pending(path(id + ".json"), PendingPath::Kind::kFile);
  write_json(pending.path(), value);
  pending.commit();
}

}  // namespace eigenlex::internal
