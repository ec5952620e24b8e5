#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "fuzz/scratch.hpp"

namespace eigenlex::testing {

/// A folder of files of which one is replaced by each input: the first byte chooses which, the rest
/// is its content. The others are as they were written, so that damage anywhere gets as far as it
/// can.
template <std::size_t kFiles>
class FolderInput {
 public:
  FolderInput(std::filesystem::path folder, std::array<const char*, kFiles> names)
      : folder_(std::move(folder)), names_(names) {
    for (std::size_t i = 0; i < kFiles; ++i) whole_[i] = read_bytes(folder_ / names_[i]);
  }

  /// Calls `read` with the folder damaged by the input, then mends it.
  template <class Read>
  void with(const std::uint8_t* data, std::size_t size, Read&& read) const {
    if (size == 0) return;
    const std::size_t file = data[0] % kFiles;
    replace(file, as_text(data + 1, size - 1));
    read(folder_);
    replace(file, whole_[file]);
  }

 private:
  void replace(std::size_t file, std::string_view content) const {
    std::ofstream(folder_ / names_[file], std::ios::binary | std::ios::trunc) << content;
  }

  std::filesystem::path folder_;
  std::array<const char*, kFiles> names_;
  std::array<std::string, kFiles> whole_;
};

}  // namespace eigenlex::testing
