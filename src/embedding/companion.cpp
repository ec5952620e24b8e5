#include "eigenlex/embedding/companion.hpp"

#include "eigenlex/embedding/compact.hpp"
#include "eigenlex/embedding/model.hpp"
#include "eigenlex/embedding/search_index.hpp"

#include "core/checksum.hpp"

namespace eigenlex {
namespace fs = std::filesystem;

using internal::file_checksum;

fs::path companion_path(const fs::path& model, std::string_view name) {
  if (is_model(model) || is_compact(model) || is_search_index(model)) return model / name;
  fs::path path = model;
  path += ".";
  path += name;
  return path;
}

std::string companion_key(const fs::path& model) {
  if (is_model(model)) return file_checksum(model / "model.json");
  if (is_compact(model)) return file_checksum(model / "compact.json");
  if (is_search_index(model)) return file_checksum(model / "search_index.json");
  return file_checksum(model);
}

}  // namespace eigenlex
