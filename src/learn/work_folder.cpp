#include "learn/work_folder.hpp"

#include <cerrno>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

#include <fmt/format.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/json_file.hpp"
#include "eigenlex/text/text_source.hpp"

#include "core/temporary_sibling.hpp"

namespace eigenlex::internal {
namespace fs = std::filesystem;
namespace {

constexpr const char* kLock = "lock";
constexpr const char* kCounts = "counts";
constexpr const char* kOrigin = "origin.json";
constexpr const char* kCells = "cells";

/// Makes the folder or finds one that is ours.
void create(const fs::path& path) {
  std::error_code failure;
  const bool existed = !fs::create_directory(path, failure);
  if (failure) throw IoError::from_errno(path.string(), "create", failure.value());
  std::error_code vanished;
  if (existed && !fs::exists(path / kLock, vanished) && !fs::is_empty(path, vanished) &&
      !vanished) {
    throw IoError::at_path(path.string(),
                           "is wanted for temporary files but holds others; remove it or choose "
                           "another place for the result or its temporary files",
                           ENOTEMPTY);
  }
}

/// Whether an open file is still the one of that name.
bool is_named(int descriptor, const fs::path& path) {
  struct stat mine = {}, named = {};
  return ::fstat(descriptor, &mine) == 0 && ::lstat(path.c_str(), &named) == 0 &&
         mine.st_dev == named.st_dev && mine.st_ino == named.st_ino;
}

/// Opens and locks the file in the folder: the descriptor, or -1 where the run that was at work
/// there has removed it meanwhile.
int lock_folder(const fs::path& path) {
  const fs::path file = path / kLock;
  const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
  if (descriptor < 0 && errno == ENOENT) return -1;
  if (descriptor < 0) throw IoError::from_errno(file.string(), "create", errno);
  if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
    const int error = errno;
    ::close(descriptor);
    if (error != EWOULDBLOCK) throw IoError::from_errno(path.string(), "lock", error);
    throw IoError::at_path(path.string(), "is in use by another run to the same output", EBUSY);
  }
  if (is_named(descriptor, file)) return descriptor;
  ::close(descriptor);
  return -1;
}

/// Removes what is in the folder but for the names that `keeps(name)` says. Stops at an error,
/// which it returns.
template <class Keeps>
std::error_code remove_content(const fs::path& folder, const Keeps& keeps) {
  std::error_code failure;
  for (fs::directory_iterator entry(folder, failure), end; !failure && entry != end;
       entry.increment(failure)) {
    if (keeps(entry->path().filename())) continue;
    remove_for_good(entry->path());
    if (fs::exists(fs::symlink_status(entry->path(), failure))) {
      return std::make_error_code(std::errc::directory_not_empty);
    }
  }
  return failure;
}

nlohmann::json describe_file(const fs::path& path) {
  // A file that is missing is found out by whoever reads it.
  std::error_code unknown;
  const auto time = fs::last_write_time(path, unknown).time_since_epoch().count();
  return {{"path", path.string()}, {"bytes", fs::file_size(path, unknown)}, {"changed", time}};
}

}  // namespace

WorkFolder::WorkFolder(fs::path path) : path_(std::move(path)), unfinished_([this] { remove(); }) {
  while (lock_ < 0) {
    create(path_);
    try {
      lock_ = lock_folder(path_);
    } catch (...) {
      // What was made for nothing; another run's is not empty.
      std::error_code ignored;
      fs::remove(path_, ignored);
      throw;
    }
  }
}

bool WorkFolder::exists(const fs::path& path) {
  std::error_code unknown;
  return fs::exists(path / kLock, unknown);
}

fs::path WorkFolder::counts_in(const fs::path& path) { return path / kCounts; }

WorkFolder::~WorkFolder() {
  try {
    remove();
  } catch (...) {  // Out of memory for a name: the next run to this folder removes what is left.
  }
  const auto finishing = Unfinished::finishing();  // from here on the folder may be another run's
  ::close(std::exchange(lock_, -1));
}

void WorkFolder::remove() const {
  if (lock_ < 0) return;  // another run's
  std::error_code ignored;
  const bool keeps = keeps_counts_ && fs::exists(path_ / kOrigin, ignored);
  remove_content(path_, [&](const fs::path& name) {
    return name == kLock || (keeps && (name == kCounts || name == kOrigin));
  });
  if (keeps) return;
  // The lock goes last, and the folder only if no other run has come by then.
  fs::remove(path_ / kLock, ignored);
  fs::remove(path_, ignored);
}

void WorkFolder::clear() {
  const std::error_code failure =
      remove_content(path_, [](const fs::path& name) { return name == kLock; });
  if (failure) throw IoError::from_errno(path_.string(), "clear", failure.value());
}

fs::path WorkFolder::new_folder() const {
  fs::path folder = unused_sibling(path_ / kCells);
  std::error_code failure;
  fs::create_directory(folder, failure);
  if (failure) throw IoError::from_errno(folder.string(), "create", failure.value());
  return folder;
}

WorkFolder::Finished WorkFolder::finished_counts(const nlohmann::json& origin) const {
  std::error_code unknown;
  if (!fs::exists(path_ / kOrigin, unknown)) return {.counts = {}, .reason = "no finished counts"};
  try {
    const nlohmann::json found = read_json(path_ / kOrigin);
    if (!found.is_object()) {
      return {.counts = {}, .reason = fmt::format("{} is damaged", kOrigin)};
    }
    for (const auto& [key, value] : origin.items()) {
      if (found.value(key, nlohmann::json()) != value) {
        return {.counts = {}, .reason = fmt::format("\"{}\" is not what it was", key)};
      }
    }
    return {.counts = open_counts(path_ / kCounts), .reason = {}};
  } catch (const Error& error) {
    return {.counts = {}, .reason = error.what()};
  }
}

void WorkFolder::save_counts(const Counts& counts, const nlohmann::json& origin) {
  write_counts(counts, path_ / kCounts);
  write_json(path_ / kOrigin, origin);
}

nlohmann::json describe_files(const std::vector<std::string>& corpus) {
  nlohmann::json files = nlohmann::json::array();
  for (const std::string& file : list_files(corpus)) files.push_back(describe_file(file));
  return files;
}

}  // namespace eigenlex::internal
