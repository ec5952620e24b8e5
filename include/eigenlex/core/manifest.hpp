#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "eigenlex/core/read_options.hpp"

namespace eigenlex {

/// A folder of data files with a JSON file, the manifest, that describes them: what the program
/// says of them, and under "format_version" and "files" the version of the format and the size and
/// checksum of each file.

/// Collects the entries of the files of a folder and writes its manifest.
class ManifestWriter {
 public:
  /// `folder` is where the files are; `content` is an object that describes them.
  ManifestWriter(std::filesystem::path folder, std::int64_t format_version, nlohmann::json content);

  /// Records the size and checksum of a finished file of the folder. Throws IoError.
  void add_file(std::string_view name);
  /// Writes the manifest. Throws IoError.
  void write(std::string_view name) const;

 private:
  std::filesystem::path folder_;
  nlohmann::json content_;
};

/// A folder being read through its manifest.
class ManifestReader {
 public:
  /// Reads and checks the manifest. Throws IoError, or FormatError if it is not an object of JSON
  /// in reasonable size and depth, of another format version, or (where checksums are verified)
  /// changed since it was written.
  ManifestReader(std::filesystem::path folder, std::string_view name, std::int64_t format_version,
                 const ReadOptions& options);

  const nlohmann::json& content() const { return content_; }
  /// An integer in 0 .. 2^53. Throws FormatError if the key holds anything else.
  std::int64_t number(std::string_view key) const;
  /// Whether the manifest lists the file.
  bool lists(std::string_view file) const;
  /// The path of a listed file, once its size (and checksum) show that it is the file that was
  /// written. Throws FormatError otherwise.
  std::filesystem::path checked(std::string_view file) const;
  /// Throws FormatError that names the manifest.
  [[noreturn]] void fail(std::string_view what) const;

 private:
  std::filesystem::path folder_;
  std::string name_;
  ReadOptions options_;
  nlohmann::json content_;
};

}  // namespace eigenlex
