#include "eigenlex/core/manifest.hpp"

#include <utility>

#include <fmt/format.h>

#include "eigenlex/core/checksum.hpp"
#include "eigenlex/core/error.hpp"
#include "eigenlex/core/sealed_json.hpp"

namespace eigenlex {
namespace fs = std::filesystem;
using nlohmann::json;
namespace {

constexpr const char* kVersion = "format_version";
constexpr const char* kFiles = "files";
constexpr const char* kBytes = "bytes";
constexpr const char* kChecksum = "xxh3_128";

constexpr std::uint64_t kMaxNumber = std::uint64_t{1} << 53;

}  // namespace

ManifestWriter::ManifestWriter(fs::path folder, std::int64_t format_version, json content)
    : folder_(std::move(folder)), content_(std::move(content)) {
  content_[kVersion] = format_version;
  content_[kFiles] = json::object();
}

void ManifestWriter::add_file(std::string_view name) {
  const fs::path path = folder_ / name;
  content_[kFiles][std::string(name)] = {{kBytes, fs::file_size(path)},
                                         {kChecksum, file_checksum(path)}};
}

void ManifestWriter::write(std::string_view name) const {
  write_sealed_json(folder_ / name, content_);
}

ManifestReader::ManifestReader(fs::path folder, std::string_view name, std::int64_t format_version,
                               const ReadOptions& options)
    : folder_(std::move(folder)),
      name_(name),
      options_(options),
      content_(read_sealed_json(folder_ / name_, {.verify_checksums = false})) {
  if (number(kVersion) != format_version) {
    fail(fmt::format("format version {}, but this program reads version {}: use one that fits",
                     number(kVersion), format_version));
  }
  // Only now: another version may have another checksum.
  if (options_.verify_checksums) read_sealed_json(folder_ / name_);
  const auto files = content_.find(kFiles);
  if (files == content_.end() || !files->is_object()) fail("\"files\" must be an object");
}

std::int64_t ManifestReader::number(std::string_view key) const {
  const auto entry = content_.find(key);
  if (entry == content_.end() || !entry->is_number_unsigned() ||
      entry->get<std::uint64_t>() > kMaxNumber) {
    fail(fmt::format("\"{}\" must be an integer in 0 .. 2^53", key));
  }
  return static_cast<std::int64_t>(entry->get<std::uint64_t>());
}

bool ManifestReader::lists(std::string_view file) const { return content_[kFiles].contains(file); }

fs::path ManifestReader::checked(std::string_view file) const {
  const json& files = content_[kFiles];
  const auto entry = files.find(file);
  if (entry == files.end() || !entry->is_object()) {
    fail(fmt::format("\"files\" has no entry for {}", file));
  }
  fs::path path = folder_ / file;
  std::error_code unknown;
  const bool same =
      entry->value(kBytes, json()) == json(fs::file_size(path, unknown)) &&
      (!options_.verify_checksums || entry->value(kChecksum, json()) == json(file_checksum(path)));
  if (!same) {
    throw FormatError::at_path(
        path.string(), fmt::format("is not the file that {} describes (its size or checksum "
                                   "differs): make it anew or copy it again",
                                   name_));
  }
  return path;
}

void ManifestReader::fail(std::string_view what) const {
  throw FormatError::at_path((folder_ / name_).string(), what);
}

}  // namespace eigenlex
