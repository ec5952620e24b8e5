#include "core/sealed_json.hpp"

#include <cassert>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/file.hpp"
#include "eigenlex/core/json_file.hpp"

#include "core/checksum.hpp"

namespace eigenlex::internal {
namespace {

constexpr const char* kKey = "checksum";
// Two spaces of indentation belong to the outermost object, and no string holds a line end, so this
// is found nowhere else.
constexpr std::string_view kPrefix = "\n  \"checksum\": \"";
constexpr std::size_t kDigits = 32;

/// The position of the digits in the text, or npos.
std::size_t find_digits(std::string_view text) {
  const std::size_t prefix = text.find(kPrefix);
  if (prefix == std::string_view::npos) return prefix;
  const std::size_t digits = prefix + kPrefix.size();
  return digits + kDigits < text.size() && text[digits + kDigits] == '"' ? digits
                                                                         : std::string_view::npos;
}

/// Whether the digits in the text are those of the text.
bool is_intact(std::string_view text) {
  const std::size_t digits = find_digits(text);
  if (digits == std::string_view::npos) return false;
  std::string blank(text);
  blank.replace(digits, kDigits, kDigits, '0');
  return text.substr(digits, kDigits) == bytes_checksum(blank);
}

}  // namespace

void write_sealed_json(const std::filesystem::path& path, nlohmann::json value) {
  assert(value.is_object() && !value.contains(kKey));
  value[kKey] = std::string(kDigits, '0');
  std::string text = json_text(value);
  text.replace(find_digits(text), kDigits, bytes_checksum(text));
  OutputFile file(path);
  file.write(text);
  file.close();
}

nlohmann::json read_sealed_json(const std::filesystem::path& path, const ReadOptions& options) {
  nlohmann::json value = read_json(path);
  if (options.verify_checksums && !is_intact(FileBytes(path).bytes())) {
    throw FormatError::at_path(
        path.string(),
        "is not as it was written (its checksum differs): make it anew or copy it again");
  }
  value.erase(kKey);
  return value;
}

}  // namespace eigenlex::internal
