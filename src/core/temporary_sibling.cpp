#include "core/temporary_sibling.hpp"

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <string>
#include <string_view>
#include <sys/file.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "eigenlex/core/error.hpp"

namespace eigenlex::internal {
namespace fs = std::filesystem;
namespace {

constexpr std::string_view kInfix = ".tmp-";

bool is_number(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(),
                                      [](unsigned char c) { return c >= '0' && c <= '9'; });
}

/// Whether a name is that of a temporary sibling of the target named `target`.
bool is_sibling_name(std::string_view name, std::string_view target) {
  if (!name.starts_with(target)) return false;
  name.remove_prefix(target.size());
  if (!name.starts_with(kInfix)) return false;
  name.remove_prefix(kInfix.size());
  const std::size_t dash = name.find('-');
  return dash != std::string_view::npos && is_number(name.substr(0, dash)) &&
         is_number(name.substr(dash + 1));
}

/// The target of a temporary sibling; any other path as it is.
fs::path target_of(const fs::path& path) {
  const std::string name = path.filename().string();
  const std::string target = name.substr(0, name.rfind(kInfix));
  return is_sibling_name(name, target) ? path.parent_path() / target : path;
}

/// Makes the file or folder; false if the name is taken.
bool create(const fs::path& path, PendingPath::Kind kind) {
  if (kind == PendingPath::Kind::kFolder) return ::mkdir(path.c_str(), 0777) == 0;
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
  if (file >= 0) ::close(file);
  return file >= 0;
}

/// Opens and locks a path: the descriptor, or -1 and errno, which is ENOENT where it is gone.
int open_locked(const fs::path& path) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return -1;
  // Where there are no locks there is no clean-up either.
  while (::flock(descriptor, LOCK_EX) != 0 && errno == EINTR) {
  }
  // Another process may have found it before it was locked, and removed it.
  struct stat mine = {}, named = {};
  if (::fstat(descriptor, &mine) == 0 && ::lstat(path.c_str(), &named) == 0 &&
      mine.st_dev == named.st_dev && mine.st_ino == named.st_ino) {
    return descriptor;
  }
  ::close(descriptor);
  errno = ENOENT;
  return -1;
}

void remove_if_abandoned(const fs::path& path) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
  if (descriptor < 0) return;
  std::error_code ignored;
  if (::flock(descriptor, LOCK_EX | LOCK_NB) == 0) fs::remove_all(path, ignored);
  ::close(descriptor);
}

}  // namespace

void remove_for_good(const fs::path& path) {
  constexpr int kMostTries = 100;  // each loses against a thread that had found the folder before
  std::error_code failure;
  fs::path removed = path;
  if (fs::is_directory(fs::symlink_status(path, failure))) {
    // Under another name: a thread that goes on making files there could always be quicker.
    fs::path away = unused_sibling(target_of(path));
    if (::rename(path.c_str(), away.c_str()) == 0) removed = std::move(away);
  }
  for (int i = 0; i < kMostTries; ++i) {
    fs::remove_all(removed, failure);
    if (failure != std::errc::directory_not_empty) return;
  }
}

fs::path unused_sibling(const fs::path& target) {
  static std::atomic<int> next{0};
  std::error_code unknown;
  fs::path sibling;
  do {
    sibling = target;
    sibling += fmt::format("{}{}-{}", kInfix, ::getpid(), next++);
  } while (fs::exists(fs::symlink_status(sibling, unknown)));
  return sibling;
}

TemporarySibling::TemporarySibling(const fs::path& target, PendingPath::Kind kind) {
  while (lock_ < 0) {
    path_ = unused_sibling(target);
    const bool made = create(path_, kind);
    if (made) lock_ = open_locked(path_);
    // Another process may have been quicker, to take the name or to remove what it names.
    if (lock_ < 0 && errno != (made ? ENOENT : EEXIST)) {
      const int number = errno;
      std::error_code ignored;
      if (made) fs::remove(path_, ignored);
      throw IoError::from_errno(target.string(), "create", number);
    }
  }
}

TemporarySibling::~TemporarySibling() { ::close(lock_); }

void remove_abandoned_siblings(const fs::path& target) {
  std::error_code ignored;
  const fs::path parent = target.has_parent_path() ? target.parent_path() : fs::path(".");
  const std::string name = target.filename().string();
  std::vector<fs::path> found;
  for (fs::directory_iterator entry(parent, ignored), end; !ignored && entry != end;
       entry.increment(ignored)) {
    if (is_sibling_name(entry->path().filename().string(), name)) found.push_back(entry->path());
  }
  for (const fs::path& path : found) remove_if_abandoned(path);
}

}  // namespace eigenlex::internal
