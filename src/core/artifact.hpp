#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "eigenlex/core/enum_names.hpp"
#include "eigenlex/core/error.hpp"
#include "eigenlex/core/file.hpp"
#include "eigenlex/core/read_options.hpp"

#include "core/checksum.hpp"

namespace eigenlex::internal {

// An artifact is a folder that the library writes and reads back: a model, counts, an index. It has
// data files and a JSON file, the manifest, that describes them: entries of its own; under
// "format_version" and "files" the version of the format and the size and checksum of each data
// file; under "checksum" that of the manifest itself; and a description for people, whose keys are
// all the others. Beside it lies `kChecksumList`, the checksums once more as `xxhsum --check` reads
// them.

/// The list of checksums of an artifact.
inline constexpr std::string_view kChecksumList = "checksums.xxh128";

/// A kind of artifact.
struct ArtifactFormat {
  std::string_view name;      ///< for messages: "model"
  std::string_view manifest;  ///< "model.json", which also tells the folder from any other
  std::int64_t version = 1;
  std::span<const std::string_view> keys;  ///< of the manifest's own entries
};

/// Whether `path` is a folder with the manifest of a format.
bool is_artifact(const ArtifactFormat& format, const std::filesystem::path& path);

/// A folder being written, which appears under its name when it is complete and replaces one of the
/// same format, but no other folder that holds anything.
class ArtifactWriter {
 public:
  /// Throws IoError as `PendingPath` does, or OptionError unless the description is an object that
  /// has none of the manifest's own keys.
  ArtifactWriter(const ArtifactFormat& format, const std::filesystem::path& target,
                 nlohmann::json description = nlohmann::json::object());

  /// Where to make a data file of the folder.
  std::filesystem::path add(std::string_view name);
  /// Where to make a file that says how it came about and no more: one that differs between two
  /// runs which give the same result. It is in no list.
  std::filesystem::path add_unlisted(std::string_view name) const;
  /// Writes the manifest with its own `entries`, then lets the folder appear. Throws IoError.
  void commit(const nlohmann::json& entries);

 private:
  ArtifactFormat format_;
  nlohmann::json content_;
  std::vector<std::string> files_;
  PendingPath pending_;
};

/// A folder being read.
class ArtifactReader {
 public:
  /// Reads and checks the manifest. Throws IoError, or FormatError if it is missing, not an object
  /// of JSON in reasonable size and depth, of another format version, or (where checksums are
  /// verified) changed since it was written.
  ArtifactReader(const ArtifactFormat& format, std::filesystem::path folder,
                 const ReadOptions& options);

  const std::filesystem::path& path() const { return folder_; }
  const ReadOptions& options() const { return options_; }

  /// An entry of the manifest; null where there is none.
  nlohmann::json entry(std::string_view key) const;
  /// Entries of a type; each throws FormatError if the key holds anything else. A number is an
  /// integer in 0 .. 2^53.
  std::int64_t number(std::string_view key) const;
  double real(std::string_view key) const;
  bool boolean(std::string_view key) const;
  std::vector<std::string> strings(std::string_view key) const;
  template <class Enum>
  Enum choice(std::string_view key) const {
    const nlohmann::json name = entry(key);
    if (name.is_string()) {
      if (const auto value = enum_value<Enum>(name.get<std::string>())) return *value;
    }
    fail(fmt::format("\"{}\" must be one of {}", key, enum_choices<Enum>(", ")));
  }
  /// The entries that are not the manifest's own.
  nlohmann::json description() const;

  /// Whether the manifest lists a data file.
  bool lists(std::string_view file) const;
  /// The path of a listed file, once its size (and checksum) show that it is the file that was
  /// written. Throws FormatError otherwise.
  std::filesystem::path checked(std::string_view file) const;
  /// What `read` makes of a listed file, with the same promise, where its bytes are verified as
  /// they are read: `read(path, checksum)` adds all bytes of the file to the checksum, which is
  /// null where none are verified. Where `read` throws FormatError, damage is told of first.
  template <class Read>
  auto read_checked(std::string_view file, const Read& read) const {
    const std::filesystem::path path = of_listed_size(file);
    if (!options_.verify_checksums) return read(path, static_cast<Checksum*>(nullptr));
    Checksum checksum;
    auto value = [&] {
      try {
        return read(path, &checksum);
      } catch (const FormatError&) {
        checked(file);
        throw;
      }
    }();
    check_sum(file, checksum.text());
    return value;
  }
  /// Throws FormatError that names the manifest.
  [[noreturn]] void fail(std::string_view what) const;

 private:
  void check_list() const;
  const nlohmann::json& listed(std::string_view file) const;
  /// The path of a listed file that has the size of the one that was written.
  std::filesystem::path of_listed_size(std::string_view file) const;
  void check_sum(std::string_view file, const std::string& checksum) const;
  [[noreturn]] void fail_changed(std::string_view file) const;

  ArtifactFormat format_;
  std::filesystem::path folder_;
  ReadOptions options_;
  nlohmann::json content_;
};

}  // namespace eigenlex::internal
