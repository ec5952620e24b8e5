#include "eigenlex/core/json_file.hpp"

#include <string_view>

#include <fmt/format.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/file.hpp"

namespace eigenlex {
using nlohmann::json;
namespace {

constexpr std::size_t kMaxSize = std::size_t{1} << 26;
constexpr int kMaxDepth = 64;

}  // namespace

json read_json(const std::filesystem::path& path) {
  const auto fail = [&](std::string_view what) { throw FormatError::at_path(path.string(), what); };
  const FileBytes file(path);
  const std::string_view text = file.bytes();
  if (text.size() > kMaxSize) fail("is too large to be a description");
  const auto limit_depth = [&](int depth, json::parse_event_t, json&) {
    if (depth > kMaxDepth) fail("is nested too deeply");
    return true;
  };
  json value;
  try {
    value = json::parse(text.begin(), text.end(), limit_depth);
  } catch (const json::exception& error) {
    fail(fmt::format("is not valid JSON: {}", error.what()));
  }
  if (!value.is_object()) fail("must be an object");
  return value;
}

std::string json_text(const json& value) {
  // Names of corpus files may be any bytes; JSON must be UTF-8.
  return value.dump(2, ' ', false, json::error_handler_t::replace) + "\n";
}

void write_json(const std::filesystem::path& path, const json& value) {
  OutputFile file(path);
  file.write(json_text(value));
  file.close();
}

}  // namespace eigenlex
