#include "eigenlex/learn/train.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/file.hpp"
#include "eigenlex/counts/count_rows.hpp"
#include "eigenlex/learn/run_record.hpp"

#include "learn/over_ranks.hpp"
#include "learn/stages.hpp"
#include "learn/work_folder.hpp"
#include "text/reading_json.hpp"

namespace eigenlex {
namespace fs = std::filesystem;
namespace {

using internal::collect_in_first;
using internal::count_corpus;
using internal::count_over_ranks;
using internal::describe_counting;
using internal::describe_files;
using internal::factor_memory;
using internal::factorize_counts;
using internal::LaterMemory;
using internal::MatrixShape;
using internal::MemoryPlan;
using internal::open_over_ranks;
using internal::rank_memory;
using internal::RankCounts;
using internal::threads_of;
using internal::WorkFolder;

// The files by which a folder is known to be what a new result may replace.
constexpr const char* kModelMarker = "model.json";
constexpr const char* kCountsMarker = "counts.json";

std::int64_t nothing_later(const MatrixShape&) { return 0; }

/// Throws IoError if a result could not be written there: better before the work than after it.
void rehearse_writing(const fs::path& output, const char* marker) {
  const PendingPath rehearsal(output, PendingPath::Kind::kFolder, marker);
}

/// The folder of temporary files where the resources ask for any, or to remove one that was left.
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

/// Empties the work folder and plans to use it.
MemoryPlan fresh_plan(const Resources& resources, WorkFolder* work) {
  if (work == nullptr) return MemoryPlan(0, {});
  work->clear();
  return {resources.memory, resources.memory > 0 ? work->new_folder() : fs::path()};
}

/// The counts that an earlier run left in the work folder, if they are those that are wanted.
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

/// The counts of the corpus: those that an earlier run left, or counted now, and kept for a later
/// one where that costs nothing or was asked for.
Counts counts_for(const std::vector<std::string>& corpus, const CountRecipe& recipe,
                  const Resources& resources, const LaterMemory& later, WorkFolder* work,
                  Observer& observer) {
  nlohmann::json origin;
  if (work != nullptr) {
    origin = {{internal::kCountOptions, describe_counting(recipe, corpus)},
              {"files", describe_files(corpus)}};
  }
  if (resources.resume) {
    work->keep_counts();
    std::optional<Counts> counts = resumed_counts(*work, origin, resources, later, observer);
    if (counts) return std::move(*counts);
  }
  const MemoryPlan plan = fresh_plan(resources, work);
  Counts counts = count_corpus(corpus, recipe, plan, later, observer);
  if (resources.resume || (work != nullptr && counts.matrix.is_stored())) {
    observer.begin("save");
    work->save_counts(counts, origin);
    observer.end();
  }
  return counts;
}

/// The rest of a path of temporary files that is a rank's own: in the folder that the first one
/// made.
Resources resources_of_rank(Resources resources, const Communicator& ranks) {
  if (!resources.work.empty()) resources.work /= fmt::format("rank-{}", ranks.rank());
  resources.resume = false;
  return resources;
}

/// What ranks do together: the first one has the folder of temporary files in which those of the
/// others are, and it outlasts them.
class RankWork {
 public:
  /// Called by all. The first one makes its folder now, the others when they `begin`.
  explicit RankWork(const Resources& resources)
      : resources_(resources), ranks_(resources.communicator()) {
    if (ranks_.is_first()) work_ = make_work_folder(resources);
  }
  /// Waits for the others, so that nothing is removed that they use. Not where one has failed.
  void end() {
    if (!ranks_.is_first()) work_.reset();
    ranks_.meet();
  }

  WorkFolder* folder() const { return work_.get(); }

  /// The first one's is cleared, or has what is resumed.
  MemoryPlan begin(bool resumes) {
    if (ranks_.is_first()) {
      if (work_ != nullptr && !resumes) work_->clear();
    }
    ranks_.meet();
    if (!ranks_.is_first() && resources_.memory > 0) {
      work_ = make_work_folder(resources_of_rank(resources_, ranks_));
    }
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

/// As `counts_for`, of rows that are spread.
RankCounts rank_counts_for(const std::vector<std::string>& corpus, const CountRecipe& recipe,
                           const Resources& resources, const LaterMemory& later, RankWork& work,
                           Observer& observer) {
  const Communicator& ranks = resources.communicator();
  const nlohmann::json origin = {{internal::kCountOptions, describe_counting(recipe, corpus)},
                                 {"files", describe_files(corpus)}};
  bool resumes = false;
  if (resources.resume && ranks.is_first()) {
    work.folder()->keep_counts();
    resumes = resumed_counts(*work.folder(), origin, resources, later, observer).has_value();
  }
  resumes = ranks.sum(resumes ? 1 : 0) > 0;
  const MemoryPlan plan = work.begin(resumes);
  if (resumes) {
    // The first rank has read all of them for their checksums.
    return open_over_ranks(WorkFolder::counts_in(resources.work), plan.reading(),
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
    throw OptionError("Resources.ranks", "-",
                      "cannot share the standard input: give files that all ranks see");
  }
  if (recipe.solver == SvdSolver::kSpectra) {
    throw OptionError("FactorRecipe.solver", "spectra", "must be randomized over several ranks");
  }
}

void check_resuming(const std::vector<std::string>& corpus, const Resources& resources) {
  if (resources.resume && std::ranges::count(corpus, "-") > 0) {
    throw OptionError("Resources.resume", "-",
                      "cannot continue from the standard input: give files");
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

/// As `train_and`; `keep` is called by the first rank.
template <class Keep>
Model train_over_ranks_and(const std::vector<std::string>& corpus, const Recipe& recipe,
                           const Resources& resources, Observer& observer, const Keep& keep) {
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

/// Trains, and calls `keep(model)` before what a later run could resume from is removed.
template <class Keep>
Model train_and(const std::vector<std::string>& corpus, const Recipe& recipe,
                const Resources& resources, Observer& observer, const Keep& keep) {
  recipe.validate();
  resources.validate();
  check_resuming(corpus, resources);
  if (!resources.communicator().is_alone()) {
    return train_over_ranks_and(corpus, recipe, resources, observer, keep);
  }
  const ThreadCount threads = threads_of(resources);
  const CancellationScope scope(observer.cancellation());
  const std::unique_ptr<WorkFolder> work = make_work_folder(resources);
  RunRecord record(observer);
  const LaterMemory later = [&](const MatrixShape& shape) {
    return factor_memory(shape, recipe.factor.for_words(shape.rows), thread_count());
  };
  Counts counts = counts_for(corpus, recipe.count, resources, later, work.get(), record);
  Model model =
      factorize_counts(std::move(counts), recipe.factor, MemoryPlan(resources.memory, {}), record);
  model.run = record.describe();
  keep(model);
  if (work) work->forget_counts();
  return model;
}

/// As `count_and`; `keep` is called by the first rank.
template <class Keep>
Counts count_over_ranks_and(const std::vector<std::string>& corpus, const CountRecipe& recipe,
                            const Resources& resources, Observer& observer,
                            const CorpusVocabulary* shared, const Keep& keep) {
  const Communicator& ranks = resources.communicator();
  check_ranks(corpus, {});
  if (shared != nullptr) {
    throw OptionError("Resources.ranks", fmt::to_string(ranks.size()),
                      "must be one where a part is counted by a shared vocabulary");
  }
  RankWork work(resources);
  const MemoryPlan plan = work.begin(false);
  const RankCounts part = count_over_ranks(corpus, recipe, plan, nothing_later, observer, ranks);
  observer.begin("collect");
  Counts counts = collect_in_first(part, collecting(plan), ranks);
  observer.end();
  if (ranks.is_first()) keep(counts);
  work.end();
  return counts;
}

/// Counts, and calls `keep(counts)` while files that they may lie in have names.
template <class Keep>
Counts count_and(const std::vector<std::string>& corpus, const CountRecipe& recipe,
                 const Resources& resources, Observer& observer, const CorpusVocabulary* shared,
                 const Keep& keep) {
  recipe.validate();
  resources.validate();
  const ThreadCount threads = threads_of(resources);
  const CancellationScope scope(observer.cancellation());
  if (!resources.communicator().is_alone()) {
    return count_over_ranks_and(corpus, recipe, resources, observer, shared, keep);
  }
  const std::unique_ptr<WorkFolder> work = make_work_folder(resources);
  Counts counts = count_corpus(corpus, recipe, fresh_plan(resources, work.get()), nothing_later,
                               observer, shared);
  keep(counts);
  return counts;
}

/// Counts of a folder, read into memory if they fit there beside what factorizing them takes.
Counts load_counts(const fs::path& path, const FactorRecipe& recipe, const MemoryPlan& plan,
                   const ReadOptions& options) {
  if (!plan.is_capped()) return read_counts(path, options);
  Counts stored = open_counts(path, options);
  const MatrixShape shape{stored.matrix.rows(), stored.matrix.cols()};
  const std::int64_t later = factor_memory(shape, recipe.for_words(shape.rows), thread_count());
  plan.check(shape, later);
  constexpr std::int64_t kMostCellBytes = 12;
  if (!plan.fits(shape, kMostCellBytes * stored.matrix.nonzeros() + later)) return stored;
  stored = {};
  return read_counts(path, {.verify_checksums = false});
}

Model factorize_folder_over_ranks(const fs::path& path, const FactorRecipe& recipe,
                                  const Resources& resources, RunRecord& record,
                                  const ReadOptions& options) {
  const Communicator& ranks = resources.communicator();
  check_ranks({}, recipe);
  RankWork work(resources);
  const MemoryPlan plan = work.begin(false);
  record.begin("read");
  StorageOptions storage;
  if (plan.is_capped()) {
    const Counts stored = open_count_rows(path, {.verify_checksums = false});
    const MatrixShape shape{stored.matrix.rows(), stored.matrix.cols()};
    const std::int64_t later =
        rank_memory(shape, recipe.for_words(shape.rows), thread_count(), ranks.size());
    plan.check(shape, later);
    storage = plan.counting(shape, later);
  }
  RankCounts counts = open_over_ranks(path, storage, options, ranks);
  record.end();
  Model model = factorize_over_ranks(std::move(counts), recipe, resources, record);
  model.run = record.describe();
  model.run["ranks"] = describe_ranks(ranks);
  work.end();
  return model;
}

}  // namespace

Counts count(const std::vector<std::string>& corpus, const CountRecipe& recipe,
             const Resources& resources, Observer& observer, const CorpusVocabulary* shared) {
  return count_and(corpus, recipe, resources, observer, shared, [](const Counts&) {});
}

Counts count_into(const fs::path& output, const std::vector<std::string>& corpus,
                  const CountRecipe& recipe, const Resources& resources, Observer& observer,
                  const CorpusVocabulary* shared) {
  if (resources.communicator().is_first()) rehearse_writing(output, kCountsMarker);
  return count_and(corpus, recipe, resources, observer, shared, [&](const Counts& counts) {
    observer.begin("write");
    write_counts(counts, output);
    observer.end();
  });
}

Model factorize(Counts counts, const FactorRecipe& recipe, const Resources& resources,
                Observer& observer) {
  recipe.validate();
  resources.validate();
  const ThreadCount threads = threads_of(resources);
  const CancellationScope scope(observer.cancellation());
  const MemoryPlan plan(resources.memory, {});
  const MatrixShape shape{counts.matrix.rows(), counts.matrix.cols()};
  plan.check(shape, factor_memory(shape, recipe.for_words(shape.rows), thread_count()));
  RunRecord record(observer);
  Model model = factorize_counts(std::move(counts), recipe, plan, record);
  model.run = record.describe();
  return model;
}

Model factorize(const fs::path& counts, const FactorRecipe& recipe, const Resources& resources,
                Observer& observer, const ReadOptions& options) {
  recipe.validate();
  resources.validate();
  const ThreadCount threads = threads_of(resources);
  const CancellationScope scope(observer.cancellation());
  RunRecord record(observer);
  if (!resources.communicator().is_alone()) {
    return factorize_folder_over_ranks(counts, recipe, resources, record, options);
  }
  const MemoryPlan plan(resources.memory, {});
  record.begin("read");
  Counts read = load_counts(counts, recipe, plan, options);
  record.end();
  Model model = factorize_counts(std::move(read), recipe, plan, record);
  model.run = record.describe();
  return model;
}

Model train(const std::vector<std::string>& corpus, const Recipe& recipe,
            const Resources& resources, Observer& observer) {
  return train_and(corpus, recipe, resources, observer, [](const Model&) {});
}

Model internal::train_and_write(const std::vector<std::string>& corpus, const Recipe& recipe,
                                const Resources& resources, Observer& observer,
                                const std::function<void(const Model&)>& write) {
  return train_and(corpus, recipe, resources, observer, [&](const Model& model) {
    observer.begin("write");
    write(model);
    observer.end();
  });
}

Model train_into(const fs::path& output, const std::vector<std::string>& corpus,
                 const Recipe& recipe, const Resources& resources, Observer& observer) {
  if (resources.communicator().is_first()) rehearse_writing(output, kModelMarker);
  return internal::train_and_write(corpus, recipe, resources, observer,
                                   [&](const Model& model) { write_model(model, output); });
}

}  // namespace eigenlex
