#include "learn/same_files.hpp"

#include <algorithm>
#include <string_view>

#include <fmt/format.h>

#include "eigenlex/core/as_size.hpp"
#include "eigenlex/core/error.hpp"

namespace eigenlex::internal {
namespace {

/// Paths and marks in turn, each with the one byte at its end that no path has.
std::string encoded(const std::vector<FoundFile>& files) {
  std::string text;
  for (const FoundFile& file : files) text += file.path + '\0' + file.mark + '\0';
  return text;
}

std::vector<FoundFile> decoded(std::string_view text) {
  std::vector<FoundFile> files;
  const auto next = [&] {
    const std::size_t end = text.find('\0');
    std::string field(text.substr(0, end));
    text.remove_prefix(end + 1);
    return field;
  };
  while (!text.empty()) {
    FoundFile& file = files.emplace_back();
    file.path = next();
    file.mark = next();
  }
  return files;
}

[[noreturn]] void refuse(int rank, const std::string& path, std::string_view what) {
  throw IoError::at_path(
      path, fmt::format("rank {} {}; all ranks have to see the same files with the same content",
                        rank, what));
}

void check_same(int rank, const std::vector<FoundFile>& its, const std::vector<FoundFile>& firsts) {
  for (std::size_t i = 0; i < std::max(its.size(), firsts.size()); ++i) {
    if (i == its.size()) refuse(rank, firsts[i].path, "does not find it");
    if (i == firsts.size()) refuse(rank, its[i].path, "finds it, and rank 0 does not");
    if (its[i].path != firsts[i].path) {
      const bool lacks = firsts[i].path < its[i].path;
      refuse(rank, std::min(firsts[i].path, its[i].path),
             lacks ? "does not find it" : "finds it, and rank 0 does not");
    }
    if (its[i].mark != firsts[i].mark) {
      refuse(rank, its[i].path,
             fmt::format("finds another one than rank 0: {}, not {}", its[i].mark, firsts[i].mark));
    }
  }
}

}  // namespace

void check_same_files(const std::vector<FoundFile>& found, const Communicator& ranks) {
  const std::vector<std::string> all = ranks.all_gather(encoded(found));
  for (std::size_t r = 1; r < all.size(); ++r) {
    if (all[r] != all[0]) check_same(static_cast<int>(r), decoded(all[r]), decoded(all[0]));
  }
}

}  // namespace eigenlex::internal
