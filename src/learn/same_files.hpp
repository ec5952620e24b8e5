#pragma once

#include <string>
#include <vector>

#include "eigenlex/core/communicator.hpp"

namespace eigenlex::internal {

/// A file, and what ranks compare of it: text for a message, as "1200 bytes".
struct FoundFile {
  std::string path;
  std::string mark;
};

/// Throws IoError, on every rank, where one has found other files than the first one: each on its
/// own disk, or one of them in a folder that is not shared.
void check_same_files(const std::vector<FoundFile>& found, const Communicator& ranks);

}  // namespace eigenlex::internal
