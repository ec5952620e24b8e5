#include "learn/train_over_ranks.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "eigenlex/core/error.hpp"

#include "learn/over_ranks.hpp"
#include "learn/run_folder.hpp"

namespace eigenlex::internal {
namespace fs = std::filesystem;
namespace {

/// The folders of temporary files: each rank has its own, on a disk of its host maybe. That of the
/// first one outlasts the others.
class RankWork {
 public:
  /// Called by all. The first one makes its folder now, the others when they `begin`: it removes
  /// what earlier runs left beside it.
  explicit RankWork(const Resources& resources)
      : resources_(resources), ranks_(resources.communicator()) {
    if (ranks_.is_first()) work_ = make_work_folder(resources);
  }
  /// Waits for the others, who may read counts that the first one resumes from. Not where one has
  /// failed.
  void end() {
    if (!ranks_.is_first()) work_.reset();
    ranks_.meet();
  }

  WorkFolder* folder() const { return work_.get(); }

  /// The first one's is cleared, or has what is resumed.
  MemoryPlan begin(bool resumes) {
    ranks_.meet();
    if (!ranks_.is_first()) work_ = make_rank_work_folder(resources_, ranks_.rank());
    if (work_ != nullptr && !(ranks_.is_first() && resumes)) work_->clear();
    if (resources_.memory == 0) return MemoryPlan(0, {});
    return {resources_.memory, work_->new_folder()};
  }

 private:
  const Resources& resources_;
  const Communicator& ranks_;
  std::unique_ptr<WorkFolder> work_;
};

/// A folder for what the first rank collects: where memory is limited, files.
StorageOptions collecting(const MemoryPlan& plan) {
  if (!plan.is_capped()) return {};
  const fs::path folder = plan.folder() / "collected";
  fs::create_directory(folder);
  return {.memory = 0, .folder = folder};
}

/// Whether every rank sees the counts that the first one has kept.
bool all_see(const fs::path& work, const Communicator& ranks, Observer& observer) {
  std::error_code unknown;
  const bool sees = fs::exists(WorkFolder::counts_in(work), unknown);
  if (ranks.sum(sees ? 0 : 1) == 0) return true;
  observer.note("resume", fmt::format("starts anew: {} is not seen by all ranks", work.string()));
  return false;
}

/// As `counts_for`, of rows that are spread.
RankCounts rank_counts_for(const std::vector<std::string>& corpus, const CountRecipe& recipe,
                           const Resources& resources, const LaterMemory& later, RankWork& work,
                           Observer& observer) {
  const Communicator& ranks = resources.communicator();
  const nlohmann::json origin = count_origin(corpus, recipe);
  bool resumes = false;
  if (resources.resume && ranks.is_first()) {
    work.folder()->keep_counts();
    resumes = resumed_counts(*work.folder(), origin, resources, later, observer).has_value();
  }
  resumes = ranks.sum(resumes ? 1 : 0) > 0 && all_see(resources.work, ranks, observer);
  const MemoryPlan plan = work.begin(resumes);
  if (resumes) {
    // The first rank has read all of them for their checksums.
    return open_over_ranks(
        WorkFolder::counts_in(resources.work), [&](const MatrixShape&) { return plan.reading(); },
        {.verify_checksums = false}, ranks);
  }
  RankCounts counts = count_over_ranks(corpus, recipe, plan, later, observer, ranks);
  if (!resources.resume) return counts;
  observer.begin("save");
  const Counts all = collect_in_first(counts, collecting(plan), ranks);
  if (ranks.is_first()) work.folder()->save_counts(all, origin);
  observer.end();
  return counts;
}

/// Throws OptionError for what one process has to do.
void check_ranks(const std::vector<std::string>& corpus, const FactorRecipe& recipe) {
  if (std::ranges::count(corpus, "-") > 0) {
    throw OptionError("corpus", "-",
                      "must be files that all ranks see: the standard input cannot be shared");
  }
  if (recipe.solver == SvdSolver::kSpectra) {
    throw OptionError("FactorRecipe.solver", "spectra", "must be randomized over several ranks");
  }
}

/// What a record says of the ranks: how many, and the bytes that all have sent, by what for.
nlohmann::json describe_ranks(const Communicator& ranks) {
  const Traffic& mine = ranks.traffic();
  std::array<double, 4> sent{
      static_cast<double>(mine.gathered), static_cast<double>(mine.exchanged),
      static_cast<double>(mine.in_order), static_cast<double>(mine.broadcast)};
  ranks.sum(sent);
  const auto bytes = [&](std::size_t k) { return static_cast<std::int64_t>(sent[k]); };
  return {{"number", ranks.size()},
          {"sent_bytes",
           {{"gathered", bytes(0)},
            {"exchanged", bytes(1)},
            {"in_order", bytes(2)},
            {"broadcast", bytes(3)}}}};
}

/// Factorizes what the ranks own.
Model factorize_over_ranks(RankCounts counts, const FactorRecipe& recipe,
                           const Resources& resources, Observer& observer) {
  const CellSpread spread = counts.spread(resources.communicator());
  return factorize_counts(std::move(counts.counts), recipe, MemoryPlan(resources.memory, {}),
                          observer, nullptr, &spread);
}

}  // namespace

Model train_over_ranks(const std::vector<std::string>& corpus, const Recipe& recipe,
                       const Resources& resources, Observer& observer,
                       const std::function<void(const Model&)>& keep) {
  const ThreadCount threads = threads_of(resources);
  const CancellationScope scope(observer.cancellation());
  const Communicator& ranks = resources.communicator();
  check_ranks(corpus, recipe.factor);
  RankWork work(resources);
  RunRecord record(observer);
  const LaterMemory later = [&](const MatrixShape& shape) {
    return rank_memory(shape, recipe.factor.for_words(shape.rows), thread_count(), ranks.size());
  };
  RankCounts counts = rank_counts_for(corpus, recipe.count, resources, later, work, record);
  Model model = factorize_over_ranks(std::move(counts), recipe.factor, resources, record);
  model.run = record.describe();
  model.run["ranks"] = describe_ranks(ranks);
  if (ranks.is_first()) keep(model);
  if (ranks.is_first() && work.folder() != nullptr) work.folder()->forget_counts();
  work.end();
  return model;
}

Counts count_in_first_rank(const std::vector<std::string>& corpus, const CountRecipe& recipe,
                           const Resources& resources, Observer& observer,
                           const CorpusVocabulary* shared,
                           const std::function<void(const Counts&)>& keep) {
  const Communicator& ranks = resources.communicator();
  check_ranks(corpus, {});
  if (shared != nullptr) {
    throw OptionError("Resources.ranks", fmt::to_string(ranks.size()),
                      "must be one where a part is counted by a given vocabulary "
                      "(CorpusVocabulary)");
  }
  RankWork work(resources);
  const MemoryPlan plan = work.begin(false);
  const RankCounts part = count_over_ranks(
      corpus, recipe, plan, [](const MatrixShape&) { return std::int64_t{0}; }, observer, ranks);
  observer.begin("collect");
  Counts counts = collect_in_first(part, collecting(plan), ranks);
  observer.end();
  if (ranks.is_first()) keep(counts);
  work.end();
  return counts;
}

Model factorize_folder_over_ranks(const fs::path& path, const FactorRecipe& recipe,
                                  const Resources& resources, RunRecord& record,
                                  const ReadOptions& options) {
  const Communicator& ranks = resources.communicator();
  check_ranks({}, recipe);
  RankWork work(resources);
  const MemoryPlan plan = work.begin(false);
  record.begin("read");
  const StorageFor storage_for = [&](const MatrixShape& shape) {
    const std::int64_t later =
        rank_memory(shape, recipe.for_words(shape.rows), thread_count(), ranks.size());
    plan.check(shape, later);
    return plan.counting(shape, later);
  };
  RankCounts counts = open_over_ranks(path, storage_for, options, ranks);
  record.end();
  Model model = factorize_over_ranks(std::move(counts), recipe, resources, record);
  model.run = record.describe();
  model.run["ranks"] = describe_ranks(ranks);
  work.end();
  return model;
}

}  // namespace eigenlex::internal
