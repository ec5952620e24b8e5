#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string_view>

#include "support/temp_dir.hpp"

namespace eigenlex::testing {

inline std::string_view as_text(const std::uint8_t* data, std::size_t size) {
  return {reinterpret_cast<const char*>(data), size};
}

/// The folder of this process for inputs that readers want as files; removed when it ends.
inline const TempDir& scratch() {
  static const TempDir folder;
  return folder;
}

/// The input as a file.
inline std::filesystem::path input_file(std::string_view bytes) {
  return scratch().write("input", bytes);
}

/// Calls a reader. What it refuses with an Error is refused well; anything else is a finding.
template <class ErrorType, class Read>
void refuse_well(Read&& read) {
  try {
    read();
  } catch (const ErrorType&) {
  }
}

}  // namespace eigenlex::testing
