#include "eigenlex/learn/train.hpp"

#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/file.hpp"
#include "eigenlex/learn/run_record.hpp"

#include "learn/run_folder.hpp"
#include "learn/stages.hpp"
#include "learn/train_over_ranks.hpp"

namespace eigenlex {
namespace fs = std::filesystem;
namespace {

using internal::count_corpus;
using internal::count_in_first_rank;
using internal::count_origin;
using internal::factor_memory;
using internal::factorize_counts;
using internal::factorize_folder_over_ranks;
using internal::LaterMemory;
using internal::make_work_folder;
using internal::MatrixShape;
using internal::MemoryPlan;
using internal::resumed_counts;
using internal::threads_of;
using internal::train_over_ranks;
using internal::WorkFolder;

// The files by which a folder is known to be what a new result may replace.
constexpr const char* kModelMarker = "model.json";
constexpr const char* kCountsMarker = "counts.json";

std::int64_t nothing_later(const MatrixShape&) { return 0; }

/// Throws IoError if a result could not be written there: better before the work than after it.
void rehearse_writing(const fs::path& output, const char* marker) {
  const PendingPath rehearsal(output, PendingPath::Kind::kFolder, marker);
}

/// Empties the work folder and plans to use it.
MemoryPlan fresh_plan(const Resources& resources, WorkFolder* work) {
  if (work == nullptr) return MemoryPlan(0, {});
  work->clear();
  return {resources.memory, resources.memory > 0 ? work->new_folder() : fs::path()};
}

/// The counts of the corpus: those that an earlier run left, or counted now, and kept for a later
/// one where that costs nothing or was asked for.
Counts counts_for(const std::vector<std::string>& corpus, const CountRecipe& recipe,
                  const Resources& resources, const LaterMemory& later, WorkFolder* work,
                  Observer& observer) {
  nlohmann::json origin;
  if (work != nullptr) {
    origin = count_origin(corpus, recipe);
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

void check_resuming(const std::vector<std::string>& corpus, const Resources& resources) {
  if (resources.resume && std::ranges::count(corpus, "-") > 0) {
    throw OptionError("Resources.resume", "-",
                      "cannot continue from the standard input: give files");
  }
}

/// Trains, and calls `keep(model)` before what a later run could resume from is removed.
template <class Keep>
Model train_and(const std::vector<std::string>& corpus, const Recipe& recipe,
                const Resources& resources, Observer& observer, const Keep& keep) {
  recipe.validate();
  resources.validate();
  check_resuming(corpus, resources);
  if (!resources.communicator().is_alone()) {
    return train_over_ranks(corpus, recipe, resources, observer, keep);
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
    return count_in_first_rank(corpus, recipe, resources, observer, shared, keep);
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
