#include "core/artifact.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/sealed_json.hpp"

namespace eigenlex::internal {
namespace fs = std::filesystem;
using nlohmann::json;
namespace {

constexpr std::string_view kVersion = "format_version";
constexpr std::string_view kFiles = "files";
constexpr std::string_view kSeal = "checksum";
constexpr std::string_view kBytes = "bytes";
constexpr std::string_view kChecksum = "xxh3_128";

constexpr std::uint64_t kMaxNumber = std::uint64_t{1} << 53;

/// Whether a key of a manifest is not one of its description.
bool is_own_key(const ArtifactFormat& format, std::string_view key) {
  return key == kVersion || key == kFiles || key == kSeal ||
         std::ranges::find(format.keys, key) != format.keys.end();
}

json checked_description(const ArtifactFormat& format, json description) {
  if (!description.is_object()) {
    throw OptionError("description", description.type_name(), "must be an object");
  }
  for (const auto& [key, value] : description.items()) {
    if (!is_own_key(format, key)) continue;
    throw OptionError("description", key,
                      fmt::format("is a key that {} has itself", format.manifest));
  }
  return description;
}

/// A list of the data files and the manifest as `xxhsum -H128` prints it.
std::string checksum_list(const ArtifactFormat& format, const fs::path& folder,
                          const json& content) {
  std::string list;
  for (const auto& [name, file] : content[kFiles].items()) {
    const json checksum = file.is_object() ? file.value(kChecksum, json()) : json();
    if (checksum.is_string()) list += fmt::format("{}  {}\n", checksum.get<std::string>(), name);
  }
  return list + fmt::format("{}  {}\n", file_checksum(folder / format.manifest), format.manifest);
}

}  // namespace

bool is_artifact(const ArtifactFormat& format, const fs::path& path) {
  std::error_code unknown;
  return fs::is_regular_file(path / format.manifest, unknown);
}

ArtifactWriter::ArtifactWriter(const ArtifactFormat& format, const fs::path& target,
                               json description)
    : format_(format),
      content_(checked_description(format, std::move(description))),
      pending_(target, PendingPath::Kind::kFolder, format.manifest) {}

fs::path ArtifactWriter::add(std::string_view name) {
  files_.emplace_back(name);
  return pending_.path() / name;
}

fs::path ArtifactWriter::add_unlisted(std::string_view name) const {
  return pending_.path() / name;
}

void ArtifactWriter::commit(const json& entries) {
  content_.update(entries);
  content_[kVersion] = format_.version;
  content_[kFiles] = json::object();
  for (const std::string& name : files_) {
    const fs::path path = pending_.path() / name;
    const std::string checksum = file_checksum(path);
    content_[kFiles][name] = {{kBytes, fs::file_size(path)}, {kChecksum, checksum}};
  }
  write_sealed_json(pending_.path() / format_.manifest, content_);
  OutputFile list(pending_.path() / kChecksumList);
  list.write(checksum_list(format_, pending_.path(), content_));
  list.close();
  pending_.commit();
}

ArtifactReader::ArtifactReader(const ArtifactFormat& format, fs::path folder,
                               const ReadOptions& options)
    : format_(format), folder_(std::move(folder)), options_(options) {
  std::error_code unknown;
  if (fs::is_directory(folder_, unknown) && !fs::exists(folder_ / format.manifest, unknown)) {
    throw FormatError::at_path(folder_.string(), fmt::format("is a folder without {}, so no {}",
                                                             format.manifest, format.name));
  }
  content_ = read_sealed_json(folder_ / format.manifest, {.verify_checksums = false});
  if (number(kVersion) != format.version) {
    fail(fmt::format("format version {}, but this program reads version {}: use one that fits",
                     number(kVersion), format.version));
  }
  if (!entry(kFiles).is_object()) fail("\"files\" must be an object");
  // Only now: another version may have other checksums.
  if (options_.verify_checksums) {
    read_sealed_json(folder_ / format.manifest);
    check_list();
  }
}

void ArtifactReader::check_list() const {
  const fs::path path = folder_ / kChecksumList;
  std::error_code unknown;
  if (!fs::exists(path, unknown)) return;  // folders of older programs have none
  if (FileBytes(path).bytes() != checksum_list(format_, folder_, content_)) {
    throw FormatError::at_path(
        path.string(), fmt::format("does not list what {} does: make the folder anew or copy it "
                                   "again",
                                   format_.manifest));
  }
}

json ArtifactReader::entry(std::string_view key) const {
  const auto found = content_.find(key);
  return found == content_.end() ? json() : *found;
}

std::int64_t ArtifactReader::number(std::string_view key) const {
  const json value = entry(key);
  if (!value.is_number_unsigned() || value.get<std::uint64_t>() > kMaxNumber) {
    fail(fmt::format("\"{}\" must be an integer in 0 .. 2^53", key));
  }
  return static_cast<std::int64_t>(value.get<std::uint64_t>());
}

double ArtifactReader::real(std::string_view key) const {
  const json value = entry(key);
  if (!value.is_number() || !std::isfinite(value.get<double>())) {
    fail(fmt::format("\"{}\" must be a number", key));
  }
  return value.get<double>();
}

bool ArtifactReader::boolean(std::string_view key) const {
  const json value = entry(key);
  if (!value.is_boolean()) fail(fmt::format("\"{}\" must be true or false", key));
  return value.get<bool>();
}

std::vector<std::string> ArtifactReader::strings(std::string_view key) const {
  const json value = entry(key);
  if (!value.is_array() ||
      !std::ranges::all_of(value, [](const json& each) { return each.is_string(); })) {
    fail(fmt::format("\"{}\" must be a list of strings", key));
  }
  return value.get<std::vector<std::string>>();
}

json ArtifactReader::description() const {
  json description = json::object();
  for (const auto& [key, value] : content_.items()) {
    if (!is_own_key(format_, key)) description[key] = value;
  }
  return description;
}

bool ArtifactReader::lists(std::string_view file) const { return content_[kFiles].contains(file); }

fs::path ArtifactReader::checked(std::string_view file) const {
  fs::path path = of_listed_size(file);
  if (options_.verify_checksums) check_sum(file, file_checksum(path));
  return path;
}

const json& ArtifactReader::listed(std::string_view file) const {
  const json& files = content_[kFiles];
  const auto found = files.find(file);
  if (found == files.end() || !found->is_object()) {
    fail(fmt::format("\"files\" has no entry for {}", file));
  }
  return *found;
}

fs::path ArtifactReader::of_listed_size(std::string_view file) const {
  fs::path path = folder_ / file;
  std::error_code unknown;
  if (listed(file).value(kBytes, json()) != json(fs::file_size(path, unknown))) fail_changed(file);
  return path;
}

void ArtifactReader::check_sum(std::string_view file, const std::string& checksum) const {
  if (listed(file).value(kChecksum, json()) != json(checksum)) fail_changed(file);
}

void ArtifactReader::fail_changed(std::string_view file) const {
  throw FormatError::at_path(
      (folder_ / file).string(),
      fmt::format("is not the file that {} describes (its size or checksum differs): make it anew "
                  "or copy it again",
                  format_.manifest));
}

void ArtifactReader::fail(std::string_view what) const {
  throw FormatError::at_path((folder_ / format_.manifest).string(), what);
}

}  // namespace eigenlex::internal
