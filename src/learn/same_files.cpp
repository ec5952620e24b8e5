#include "learn/same_files.hpp"

#include <map>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "eigenlex/core/error.hpp"

namespace eigenlex::internal {
namespace {

/// Marks by paths: in which order files were listed is no matter.
using MarksByPath = std::map<std::string, std::string>;

/// Paths and marks in turn, each with the one byte at its end that no path has.
std::string encoded(const MarksByPath& files) {
  std::string text;
  for (const auto& [path, mark] : files) text += path + '\0' + mark + '\0';
  return text;
}

MarksByPath decoded(std::string_view text) {
  MarksByPath files;
  const auto next = [&] {
    const std::size_t end = text.find('\0');
    std::string field(text.substr(0, end));
    text.remove_prefix(end + 1);
    return field;
  };
  while (!text.empty()) {
    std::string path = next();
    files.emplace(std::move(path), next());
  }
  return files;
}

[[noreturn]] void refuse(int rank, const std::string& path, std::string_view what) {
  throw IoError::at_path(
      path, fmt::format("rank {} {}; all ranks have to see the same files with the same content",
                        rank, what));
}

void check_same(int rank, const MarksByPath& its, const MarksByPath& firsts) {
  for (const auto& [path, mark] : firsts) {
    const auto found = its.find(path);
    if (found == its.end()) refuse(rank, path, "does not find it");
    if (found->second != mark) {
      refuse(rank, path,
             fmt::format("finds another one than rank 0: {}, not {}", found->second, mark));
    }
  }
  for (const auto& [path, mark] : its) {
    if (!firsts.contains(path)) refuse(rank, path, "finds it, and rank 0 does not");
  }
}

}  // namespace

void check_same_files(const std::vector<FoundFile>& found, const Communicator& ranks) {
  MarksByPath marks;
  for (const FoundFile& file : found) marks.emplace(file.path, file.mark);
  const std::vector<std::string> all = ranks.all_gather(encoded(marks));
  for (std::size_t r = 1; r < all.size(); ++r) {
    if (all[r] != all[0]) check_same(static_cast<int>(r), decoded(all[r]), decoded(all[0]));
  }
}

}  // namespace eigenlex::internal
