#pragma once

#include <string>

#include "eigenlex/core/error.hpp"
#include "eigenlex/matrix/matrix_file.hpp"

#include "support/temp_dir.hpp"

namespace eigenlex::testing {

/// What `read_matrix_file` reads from a file of these bytes.
inline LabelledMatrix read_matrix_text(const std::string& bytes) {
  const TempDir folder;
  return read_matrix_file(folder.write("matrix", bytes).string());
}

/// The message of the FormatError for a file of these bytes, or nothing.
inline std::string matrix_text_error(const std::string& bytes) {
  try {
    read_matrix_text(bytes);
  } catch (const FormatError& error) {
    return error.what();
  }
  return "";
}

}  // namespace eigenlex::testing
