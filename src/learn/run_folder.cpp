#include "learn/run_folder.hpp"

#include <algorithm>
#include <filesystem>
#include <string_view>
#include <system_error>
#include <utility>

#include <fmt/format.h>

#include "eigenlex/core/error.hpp"

#include "text/reading_json.hpp"

namespace eigenlex::internal {
namespace fs = std::filesystem;
namespace {

/// Or one that was left and is to be removed.
std::unique_ptr<WorkFolder> folder_where_needed(const fs::path& path, bool needed) {
  return needed || WorkFolder::exists(path) ? std::make_unique<WorkFolder>(path) : nullptr;
}

bool is_number(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

/// What ranks left in folders of their own beside this one.
void remove_left_by_ranks(const fs::path& work) {
  const std::string prefix = work.filename().string() + '.';
  const fs::path parent = work.has_parent_path() ? work.parent_path() : ".";
  std::vector<fs::path> left;
  std::error_code failure;
  for (fs::directory_iterator entry(parent, failure), end; !failure && entry != end;
       entry.increment(failure)) {
    const std::string name = entry->path().filename().string();
    if (name.starts_with(prefix) && is_number(std::string_view(name).substr(prefix.size())) &&
        WorkFolder::exists(entry->path())) {
      left.push_back(entry->path());
    }
  }
  for (const fs::path& path : left) {
    try {
      const WorkFolder emptied(path);
    } catch (const IoError&) {  // Of a run that is at work, or not ours to remove: in nobody's way.
    }
  }
}

}  // namespace

std::unique_ptr<WorkFolder> make_work_folder(const Resources& resources) {
  const bool needed = resources.memory > 0 || resources.resume;
  if (needed && resources.work.empty()) {
    throw OptionError("Resources.work", "\"\"",
                      "must name a folder for temporary files where memory is limited or work is "
                      "to be resumed");
  }
  if (resources.work.empty()) return nullptr;
  remove_left_by_ranks(resources.work);
  return folder_where_needed(resources.work, needed);
}

std::unique_ptr<WorkFolder> make_rank_work_folder(Resources resources, int rank) {
  if (resources.work.empty()) return nullptr;
  resources.work += fmt::format(".{}", rank);
  return folder_where_needed(resources.work, resources.memory > 0);
}

nlohmann::json count_origin(const std::vector<std::string>& corpus, const CountRecipe& recipe) {
  return {{kCountOptions, describe_counting(recipe, corpus)}, {"files", describe_files(corpus)}};
}

std::optional<Counts> resumed_counts(WorkFolder& work, const nlohmann::json& origin,
                                     const Resources& resources, const LaterMemory& later,
                                     Observer& observer) {
  WorkFolder::Finished finished = work.finished_counts(origin);
  if (!finished.counts) {
    observer.note("resume", fmt::format("starts anew: {}", finished.reason));
    return std::nullopt;
  }
  observer.note("resume", fmt::format("from the counts in {}", work.path().string()));
  const MatrixShape shape{finished.counts->matrix.rows(), finished.counts->matrix.cols()};
  MemoryPlan(resources.memory, {}).check(shape, later(shape));
  return std::move(finished.counts);
}

}  // namespace eigenlex::internal
