#include "work_folder.hpp"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <fmt/format.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/json_file.hpp"

namespace eigenlex::tool {
namespace fs = std::filesystem;
namespace {

constexpr const char* kLock = "lock";
constexpr const char* kCounts = "counts";
constexpr const char* kOrigin = "origin.json";

fs::path work_path(fs::path output, const fs::path& elsewhere) {
  while (!output.has_filename() && output.has_relative_path()) output = output.parent_path();
  fs::path path = elsewhere.empty() ? output : elsewhere / output.filename();
  path += ".work";
  return path;
}

nlohmann::json describe_file(const fs::path& path) {
  // A file that is missing is found out by whoever reads it.
  std::error_code unknown;
  const auto time = fs::last_write_time(path, unknown).time_since_epoch().count();
  return {{"path", path.string()}, {"bytes", fs::file_size(path, unknown)}, {"changed", time}};
}

}  // namespace

WorkFolder::WorkFolder(const fs::path& output, const fs::path& elsewhere)
    : path_(work_path(output, elsewhere)) {
  std::error_code failure;
  const bool existed = !fs::create_directory(path_, failure);
  if (failure) throw IoError::from_errno(path_.string(), "create", failure.value());
  if (existed && !fs::exists(path_ / kLock) && !fs::is_empty(path_)) {
    throw IoError(
        fmt::format("{}: is wanted for temporary files but holds others; remove it or "
                    "give another output or --temp",
                    path_.string()));
  }
  lock_ = ::open((path_ / kLock).c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
  if (lock_ < 0) throw IoError::from_errno((path_ / kLock).string(), "create", errno);
  if (::flock(lock_, LOCK_EX | LOCK_NB) != 0) {
    const int error = errno;
    ::close(lock_);
    if (error != EWOULDBLOCK) throw IoError::from_errno(path_.string(), "lock", error);
    throw IoError(fmt::format("{}: is in use by another run to the same output", path_.string()));
  }
}

bool WorkFolder::exists(const fs::path& output, const fs::path& elsewhere) {
  std::error_code unknown;
  return fs::exists(work_path(output, elsewhere) / kLock, unknown);
}

WorkFolder::~WorkFolder() {
  std::error_code ignored;
  if (keeps_counts_ && fs::exists(path_ / kOrigin, ignored)) {
    for (const auto& entry : fs::directory_iterator(path_, ignored)) {
      const fs::path name = entry.path().filename();
      if (name != kLock && name != kCounts && name != kOrigin) fs::remove_all(entry, ignored);
    }
  } else {
    fs::remove_all(path_, ignored);
  }
  ::close(lock_);
}

void WorkFolder::clear() {
  for (const auto& entry : fs::directory_iterator(path_)) {
    if (entry.path().filename() != kLock) fs::remove_all(entry);
  }
}

WorkFolder::Finished WorkFolder::finished_counts(const nlohmann::json& origin) const {
  if (!fs::exists(path_ / kOrigin)) return {.counts = {}, .reason = "no finished counts"};
  try {
    const nlohmann::json found = read_json(path_ / kOrigin);
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
  for (const std::string& path : corpus) {
    if (!fs::is_directory(path)) {
      files.push_back(describe_file(path));
      continue;
    }
    std::vector<fs::path> found;
    for (const auto& entry : fs::recursive_directory_iterator(path)) {
      if (entry.is_regular_file()) found.push_back(entry.path());
    }
    std::sort(found.begin(), found.end());
    for (const fs::path& file : found) files.push_back(describe_file(file));
  }
  return files;
}

}  // namespace eigenlex::tool
