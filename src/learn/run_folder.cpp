#include "learn/run_folder.hpp"

#include <utility>

#include <fmt/format.h>

#include "eigenlex/core/error.hpp"

#include "text/reading_json.hpp"

namespace eigenlex::internal {

std::unique_ptr<WorkFolder> make_work_folder(const Resources& resources) {
  const bool needed = resources.memory > 0 || resources.resume;
  if (needed && resources.work.empty()) {
    throw OptionError("Resources.work", "\"\"",
                      "must name a folder for temporary files where memory is limited or work is "
                      "to be resumed");
  }
  if (!needed && (resources.work.empty() || !WorkFolder::exists(resources.work))) return nullptr;
  return std::make_unique<WorkFolder>(resources.work);
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
