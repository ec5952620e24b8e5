#include "eigenlex/learn/update.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "eigenlex/core/cancellation.hpp"
#include "eigenlex/core/error.hpp"
#include "eigenlex/core/file.hpp"
#include "eigenlex/counts/context_blocks.hpp"
#include "eigenlex/learn/run_record.hpp"
#include "eigenlex/matrix/tall.hpp"
#include "eigenlex/refine/procrustes.hpp"

#include "learn/grow_counts.hpp"
#include "learn/kept_counts.hpp"
#include "learn/stages.hpp"
#include "learn/work_folder.hpp"

namespace eigenlex {
namespace fs = std::filesystem;
namespace {

using internal::factor_memory;
using internal::GrownCounts;
using internal::KeptCounts;
using internal::LaterMemory;
using internal::MatrixShape;
using internal::MemoryPlan;
using internal::WorkFolder;

constexpr std::size_t kMovedWords = 10;

void check(const std::vector<std::string>& text, const Resources& resources) {
  resources.validate();
  if (resources.work.empty()) {
    throw OptionError("Resources.work", "\"\"", "must name a folder for counts");
  }
  if (std::ranges::count(text, "-") > 0) {
    throw OptionError("corpus", "-", "must be files: text is read twice where counts are kept");
  }
}

/// A work folder that is empty, and how memory is shared out.
struct Workplace {
  WorkFolder folder;
  MemoryPlan plan;

  explicit Workplace(const Resources& resources)
      : folder(resources.work), plan((folder.clear(), resources.memory), cells(resources)) {}

  fs::path counts() const { return folder.path() / "kept"; }

 private:
  fs::path cells(const Resources& resources) const {
    return resources.memory > 0 ? folder.new_folder() : fs::path();
  }
};

LaterMemory later_than(const FactorRecipe& recipe) {
  return [&recipe](const MatrixShape& shape) {
    return factor_memory(shape, recipe.for_words(shape.rows), thread_count());
  };
}

/// Writes counts to where the model is to get them from; they are in memory afterwards unless that
/// is limited.
Counts keep(Counts counts, const Workplace& place, Observer& observer) {
  observer.begin("keep");
  write_counts(counts, place.counts());
  if (counts.matrix.is_stored() && !place.plan.is_capped()) {
    counts = {};
    counts = read_counts(place.counts(), {.verify_checksums = false});
  }
  observer.end();
  return counts;
}

void write(const Model& model, const CorpusVocabulary& vocabulary, const Workplace& place,
           const fs::path& output, Observer& observer, const internal::AddToModel& add = {}) {
  observer.begin("write");
  internal::write_with_counts(model, vocabulary, place.counts(), place.folder.new_folder(), output,
                              add);
  observer.end();
}

/// The rank is that of the old model; for the exact model of all text it is chosen where the old
/// one's may have been.
FactorRecipe recipe_of_model(const Model& model, bool exact) {
  std::optional<FactorRecipe> recipe = described_factorizing(model.description);
  if (!recipe) {
    throw FormatError("the model does not say how counts were factorized; train it anew");
  }
  recipe->svd.rank = static_cast<int>(model.words.table.cols());
  if (exact && recipe->svd.rank == supported_rank(model.words.vocabulary.size())) {
    recipe->svd.rank = 0;
  }
  return std::move(*recipe);
}

/// For each word of a vocabulary its number in another one, or -1.
std::vector<std::int32_t> ids_in(const Vocabulary& other, const Vocabulary& words) {
  std::vector<std::int32_t> ids;
  for (const std::string_view word : words.words()) ids.push_back(other.find(word).value_or(-1));
  return ids;
}

/// A table of old rows for new words, block by block; zeros where a word is new.
Table rows_for(const Table& old, std::int64_t old_words, const std::vector<std::int32_t>& old_ids) {
  const std::int64_t blocks = old_words == 0 ? 0 : old.rows() / old_words;
  const auto words = std::ssize(old_ids);
  Table table = Table::Zero(blocks * words, old.cols());
  for (std::int64_t block = 0; block < blocks; ++block) {
    for (std::int64_t i = 0; i < words; ++i) {
      const std::int32_t old_id = old_ids[static_cast<std::size_t>(i)];
      if (old_id >= 0) table.row(block * words + i) = old.row(block * old_words + old_id);
    }
  }
  return table;
}

/// The tables of a model as a start for those of other words.
FactorPair start_of(const Model& old, const Vocabulary& words) {
  const std::vector<std::int32_t> old_ids = ids_in(old.words.vocabulary, words);
  const std::int64_t old_words = old.words.vocabulary.size();
  if (old.contexts.rows() == 0) {
    throw FormatError("the model has no contexts to start from; train it anew");
  }
  return {rows_for(old.words.table, old_words, old_ids),
          rows_for(old.contexts, old_words, old_ids)};
}

/// Rows of the words that two tables have, in the order of the new one; where one has fewer
/// dimensions, its other components are 0.
struct SharedRows {
  Table old, now;
  std::vector<std::int32_t> ids;  ///< in the new table
};

SharedRows shared_rows(const Embedding& old, const Embedding& now) {
  const std::vector<std::int32_t> old_ids = ids_in(old.vocabulary, now.vocabulary);
  SharedRows shared;
  for (std::size_t i = 0; i < old_ids.size(); ++i) {
    if (old_ids[i] >= 0) shared.ids.push_back(static_cast<std::int32_t>(i));
  }
  const Eigen::Index dim = std::max(old.table.cols(), now.table.cols());
  shared.old = shared.now = Table::Zero(std::ssize(shared.ids), dim);
  for (std::size_t k = 0; k < shared.ids.size(); ++k) {
    const auto row = static_cast<Eigen::Index>(k);
    const std::int32_t id = shared.ids[k];
    shared.old.row(row).head(old.table.cols()) =
        old.table.row(old_ids[static_cast<std::size_t>(id)]);
    shared.now.row(row).head(now.table.cols()) = now.table.row(id);
  }
  return shared;
}

double cosine(const Table& a, const Table& b, Eigen::Index row) {
  const Eigen::RowVectorXd x = a.row(row).cast<double>(), y = b.row(row).cast<double>();
  const double lengths = x.norm() * y.norm();
  return lengths > 0 ? x.dot(y) / lengths : 0;
}

/// Says how far words moved, once the new rows are rotated.
void measure_moves(const SharedRows& shared, const Vocabulary& words, UpdateReport& report) {
  std::vector<MovedWord> moved;
  double sum = 0;
  for (std::size_t k = 0; k < shared.ids.size(); ++k) {
    const double value = cosine(shared.old, shared.now, static_cast<Eigen::Index>(k));
    sum += value;
    // By falling count: the more frequent half comes first.
    if (2 * k >= shared.ids.size()) continue;
    const std::int32_t id = shared.ids[k];
    moved.push_back({std::string(words.word(id)), words.count(id), value});
  }
  report.mean_cosine = shared.ids.empty() ? 0 : sum / static_cast<double>(shared.ids.size());
  std::ranges::stable_sort(moved, {}, &MovedWord::cosine);
  moved.resize(std::min(moved.size(), kMovedWords));
  report.moved = std::move(moved);
}

/// Gives words their old vectors where there is nothing new about them: they count as they did.
void keep_unchanged(const Model& old, Model& model, SharedRows& shared, UpdateReport& report) {
  const Vocabulary& words = model.words.vocabulary;
  for (std::size_t k = 0; k < shared.ids.size(); ++k) {
    const std::int32_t id = shared.ids[k];
    const auto old_id = old.words.vocabulary.find(words.word(id));
    if (!old_id || old.words.vocabulary.count(*old_id) != words.count(id)) continue;
    ++report.kept_words;
    const auto row = static_cast<Eigen::Index>(k);
    shared.now.row(row) = shared.old.row(row);
    model.words.table.row(id) = shared.old.row(row);
  }
}

/// Rotates the model onto the old one, unless its bytes are to stay, and says how far words moved.
void turn(const Model& old, bool stays, Model& model, UpdateReport& report) {
  SharedRows shared = shared_rows(old.words, model.words);
  const Eigen::MatrixXd rotation = orthogonal_procrustes(shared.now, shared.old);
  multiply_in_place(shared.now, rotation);
  if (!stays) {
    multiply_in_place(model.words.table, rotation);
    multiply_in_place(model.contexts, rotation);
    // The rows are no scaled singular vectors any more.
    model.exponent = std::nullopt;
    keep_unchanged(old, model, shared, report);
  }
  measure_moves(shared, model.words.vocabulary, report);
}

UpdateReport report_of(const KeptCounts& kept, const GrownCounts& grown) {
  UpdateReport report;
  report.new_documents = grown.vocabulary.documents - kept.vocabulary.documents;
  report.new_tokens = grown.vocabulary.tokens - kept.vocabulary.tokens;
  for (const std::string_view word : grown.counts.vocabulary.words()) {
    report.new_words += kept.counts.vocabulary.find(word) ? 0 : 1;
  }
  report.missed_words = grown.missed_words;
  report.missed_tokens = grown.missed_tokens;
  report.exact_counts = grown.is_exact;
  return report;
}

}  // namespace

bool keeps_counts(const fs::path& model) {
  std::error_code unknown;
  return fs::exists(internal::kept_counts_path(model), unknown);
}

Model train_with_counts_into(const fs::path& output, const std::vector<std::string>& corpus,
                             const Recipe& recipe, const Resources& resources, Observer& observer) {
  return internal::train_with_counts(output, corpus, recipe, resources, observer, {});
}

Model internal::train_with_counts(const fs::path& output, const std::vector<std::string>& corpus,
                                  const Recipe& recipe, const Resources& resources,
                                  Observer& observer, const AddToModel& add) {
  recipe.validate();
  check(corpus, resources);
  { const PendingPath rehearsal(output, PendingPath::Kind::kFolder, "model.json"); }
  const ThreadCount threads = internal::threads_of(resources);
  const CancellationScope scope(observer.cancellation());
  const Workplace place(resources);
  RunRecord record(observer);
  const CorpusVocabulary vocabulary = gather_vocabulary(
      corpus, recipe.count.tokenizer, {}, record.begin("words", "B"), recipe.count.source);
  record.end();
  internal::tell_reading(vocabulary.reading, recipe.count, record);
  Counts counts = internal::count_corpus(corpus, recipe.count, place.plan,
                                         later_than(recipe.factor), record, &vocabulary);
  if (counts.description.contains("shared_vocabulary")) {
    throw IoError(fmt::format("{}: changed while it was read; train again", corpus.front()));
  }
  counts = keep(std::move(counts), place, record);
  Model model = internal::factorize_counts(std::move(counts), recipe.factor,
                                           MemoryPlan(resources.memory, {}), record);
  model.run = record.describe();
  write(model, vocabulary, place, output, observer, add);
  return model;
}

UpdatedModel update_into(const fs::path& output, const fs::path& model,
                         const std::vector<std::string>& new_text, const UpdateOptions& options,
                         const Resources& resources, Observer& observer, const ReadOptions& read) {
  check(new_text, resources);
  { const PendingPath rehearsal(output, PendingPath::Kind::kFolder, "model.json"); }
  const ThreadCount threads = internal::threads_of(resources);
  const CancellationScope scope(observer.cancellation());
  const Workplace place(resources);
  RunRecord record(observer);
  record.begin("open");
  const Model old = read_model(model, read);
  const KeptCounts kept = internal::read_kept_counts(model, old, read);
  record.end();
  const FactorRecipe recipe = recipe_of_model(old, options.exact);
  const LaterMemory later = later_than(recipe);
  GrownCounts grown = internal::grow_counts(kept.counts, kept.vocabulary,
                                            {.new_text = new_text,
                                             .plan = place.plan,
                                             .later = later,
                                             .work = place.folder,
                                             .observer = record,
                                             .exact = options.exact});
  UpdatedModel updated{.model = {}, .report = report_of(kept, grown)};
  FactorPair start;
  if (!options.exact) start = start_of(old, grown.counts.vocabulary);
  Counts counts = keep(std::move(grown.counts), place, record);
  updated.model =
      internal::factorize_counts(std::move(counts), recipe, MemoryPlan(resources.memory, {}),
                                 record, options.exact ? nullptr : &start);
  turn(old, options.exact, updated.model, updated.report);
  if (!options.exact) updated.model.description["update"] = to_json(updated.report);
  updated.model.run = record.describe();
  write(updated.model, grown.vocabulary, place, output, observer);
  return updated;
}

nlohmann::ordered_json to_json(const UpdateReport& report) {
  nlohmann::ordered_json moved = nlohmann::ordered_json::array();
  for (const MovedWord& word : report.moved) {
    moved.push_back({{"word", word.word}, {"count", word.count}, {"cosine", word.cosine}});
  }
  return {{"new_documents", report.new_documents},
          {"new_tokens", report.new_tokens},
          {"new_words", report.new_words},
          {"kept_words", report.kept_words},
          {"missed_words", report.missed_words},
          {"missed_tokens", report.missed_tokens},
          {"exact_counts", report.exact_counts},
          {"mean_cosine", report.mean_cosine},
          {"moved", std::move(moved)}};
}

}  // namespace eigenlex
