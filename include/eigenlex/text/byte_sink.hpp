#pragma once

#include <cstddef>
#include <exception>
#include <filesystem>
#include <memory>
#include <span>
#include <string_view>

#include "eigenlex/core/file.hpp"

struct archive;

namespace eigenlex {

/// How a file is compressed.
enum class Compression { kNone, kGzip, kXz, kZstandard };

/// The compression that the end of a name stands for: .gz, .xz or .zst; none otherwise.
Compression compression_of(const std::filesystem::path& path);

/// A file being written, compressed or not; the same bytes give the same file. Errors are reported
/// as by OutputFile.
class ByteSink {
 public:
  /// Creates or truncates the file; throws IoError.
  explicit ByteSink(const std::filesystem::path& path,
                    Compression compression = Compression::kNone);
  ~ByteSink();
  ByteSink(const ByteSink&) = delete;
  ByteSink& operator=(const ByteSink&) = delete;

  void write(std::string_view bytes);
  /// The bytes of an array of trivially copyable values, in the machine's byte order.
  template <class T>
  void write_array(std::span<const T> values) {
    write({reinterpret_cast<const char*>(values.data()), values.size_bytes()});
  }
  /// Completes the file, as OutputFile::close. Throws IoError.
  void close();

 private:
  struct Close {
    void operator()(archive* stream) const;
  };
  class Callbacks;

  void begin(Compression compression);
  [[noreturn]] void fail();

  std::filesystem::path path_;
  OutputFile file_;
  std::exception_ptr error_;  // of the file, within libarchive
  std::unique_ptr<archive, Close> stream_;
};

}  // namespace eigenlex
