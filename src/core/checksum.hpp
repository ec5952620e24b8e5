#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

namespace eigenlex::internal {

/// XXH3 128-bit hash (Collet 2020) of bytes that come piece by piece. It finds damage, not forgery.
class Checksum {
 public:
  Checksum();
  ~Checksum();
  Checksum(const Checksum&) = delete;
  Checksum& operator=(const Checksum&) = delete;

  void add(std::string_view bytes);
  /// Of all bytes so far, 32 hexadecimal digits: the figure that `xxhsum -H128` prints.
  std::string text() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// That of some bytes.
std::string bytes_checksum(std::string_view bytes);

/// That of the bytes of a file. Throws IoError.
std::string file_checksum(const std::filesystem::path& path);

}  // namespace eigenlex::internal
