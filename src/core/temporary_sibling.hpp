#pragma once

#include <filesystem>

#include "eigenlex/core/file.hpp"

namespace eigenlex::internal {

/// A new empty file or folder beside a target, named `TARGET.tmp-<pid>-<n>`.
///
/// It is locked (flock) while the object lives, which tells it from one that a killed program left
/// behind. The destructor lets the lock go and leaves the file or folder. Not copyable.
class TemporarySibling {
 public:
  /// Throws IoError naming the target if it cannot be made.
  TemporarySibling(const std::filesystem::path& target, PendingPath::Kind kind);
  ~TemporarySibling();
  TemporarySibling(const TemporarySibling&) = delete;
  TemporarySibling& operator=(const TemporarySibling&) = delete;

  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
  int lock_ = -1;
};

/// Removes a file, or a folder with all in it, also while another thread makes files there. What
/// cannot be removed stays.
void remove_for_good(const std::filesystem::path& path);

/// A name for a sibling of the target that is not taken.
std::filesystem::path unused_sibling(const std::filesystem::path& target);

/// Removes the temporary siblings of a target that no living process holds. What cannot be removed
/// stays, and so does everything on file systems without locks.
void remove_abandoned_siblings(const std::filesystem::path& target);

}  // namespace eigenlex::internal
