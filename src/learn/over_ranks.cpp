#include "learn/over_ranks.hpp"

#include <algorithm>
#include <cstdint>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "eigenlex/core/as_size.hpp"
#include "eigenlex/core/error.hpp"
#include "eigenlex/core/process_memory.hpp"
#include "eigenlex/counts/context_blocks.hpp"
#include "eigenlex/counts/cooccurrence_counter.hpp"
#include "eigenlex/counts/count_rows.hpp"
#include "eigenlex/text/text_source.hpp"

#include "core/artifact.hpp"
#include "core/checksum.hpp"
#include "counts/spread_counts.hpp"
#include "learn/same_files.hpp"
#include "learn/spread_vocabulary.hpp"
#include "text/reading_json.hpp"

namespace eigenlex::internal {
namespace fs = std::filesystem;
namespace {

/// How far the most cells of a rank may be above a fair share before rows move once more, which
/// takes as long as adding them up did.
constexpr double kEven = 1.1;

/// The part of the text that a rank reads.
struct TextShare {
  std::vector<std::string> files;
  std::int64_t share = 0;  ///< of so many shares of each file's blocks
  std::int64_t shares = 1;
};

std::int64_t size_of(const std::string& file) {
  std::error_code unknown;
  const std::uintmax_t bytes = fs::file_size(file, unknown);
  return unknown ? 0 : static_cast<std::int64_t>(bytes);
}

/// Throws OptionError for what can be read once, or by one process alone.
void check_files(const std::vector<std::string>& files) {
  for (const std::string& file : files) {
    std::error_code unknown;
    const fs::file_status status = fs::status(file, unknown);
    if (!fs::exists(status) || fs::is_regular_file(status)) continue;
    throw OptionError("corpus", file, "is no file that every rank can read: write the text to one");
  }
}

std::vector<FoundFile> sizes_of(const std::vector<std::string>& files) {
  std::vector<FoundFile> found;
  for (const std::string& file : files) {
    std::error_code missing;
    const std::uintmax_t bytes = fs::file_size(file, missing);
    found.push_back(
        {.path = file, .mark = missing ? missing.message() : fmt::format("{} bytes", bytes)});
  }
  return found;
}

/// By a small file, of which the folder has the one or the other.
FoundFile checksum_of_counts(const fs::path& folder) {
  std::error_code unknown;
  const fs::path checksums = folder / kChecksumList;
  const fs::path file = fs::exists(checksums, unknown) ? checksums : folder / "counts.json";
  return {.path = file.string(), .mark = "checksum " + file_checksum(file)};
}

/// Whole files, the largest first to who has the least; or, where one of them is most of a fair
/// share, blocks of all.
TextShare share_of(const std::vector<std::string>& corpus, std::vector<std::string> listed,
                   const Communicator& ranks) {
  std::vector<std::pair<std::int64_t, std::string>> files;
  std::int64_t all = 0;
  for (std::string& file : listed) {
    const std::int64_t bytes = size_of(file);
    all += bytes;
    files.emplace_back(bytes, std::move(file));
  }
  std::ranges::stable_sort(files, std::greater{}, [](const auto& file) { return file.first; });
  constexpr std::int64_t kFilesAShare = 4;
  if (files.front().first > all / (kFilesAShare * ranks.size())) {
    return {.files = corpus, .share = ranks.rank(), .shares = ranks.size()};
  }
  TextShare share;
  std::vector<std::int64_t> loads(as_size(ranks.size()), 0);
  for (auto& [bytes, file] : files) {
    const auto least = std::ranges::min_element(loads);
    *least += bytes;
    if (least - loads.begin() == ranks.rank()) share.files.push_back(std::move(file));
  }
  std::ranges::sort(share.files);
  return share;
}

/// Text that this rank has read, and the figures of all of it.
struct ReadText {
  EncodedCorpus here;
  Reading reading;
  std::int64_t documents = 0;
  std::int64_t tokens = 0;
};

ReadText read_share(const std::vector<std::string>& corpus, const CountRecipe& recipe,
                    const MemoryPlan& plan, const Progress& progress, const Communicator& ranks) {
  std::vector<std::string> files = list_files(corpus);
  check_files(files);
  check_same_files(sizes_of(files), ranks);
  ReadText read{.here = {}, .reading = choose_reading(corpus, recipe.tokenizer, recipe.source)};
  const TextShare share = share_of(corpus, std::move(files), ranks);
  if (!share.files.empty()) {
    SourceOptions source = recipe.source;
    source.document = read.reading.document;
    read.here = encode_corpus(share.files, read.reading.tokenizer, plan.reading(), progress, source,
                              {.may_be_empty = true, .share = share.share, .shares = share.shares});
  }
  std::vector<double> figures{static_cast<double>(read.here.documents),
                              static_cast<double>(read.here.tokens),
                              static_cast<double>(read.here.reading.bytes_replaced)};
  ranks.sum(figures);
  read.documents = static_cast<std::int64_t>(figures[0]);
  read.tokens = static_cast<std::int64_t>(figures[1]);
  read.reading.bytes_replaced = static_cast<std::int64_t>(figures[2]);
  std::string notes;
  for (const std::string& note : read.here.reading.notes) notes += note + '\n';
  for (std::string_view some : ranks.all_gather(notes)) {
    for (std::size_t end; (end = some.find('\n')) != std::string_view::npos;
         some.remove_prefix(end + 1)) {
      read.reading.notes.emplace_back(some.substr(0, end));
    }
  }
  return read;
}

/// Throws what a count of all text by one process throws where a sum could leave 63 bits.
void check_sums(const Vocabulary& words, const CooccurrenceOptions& options) {
  const CooccurrenceCounter counter(words.counts(), options, {});
}

/// A folder in that of the plan, or none where memory is not limited.
StorageOptions storage_in(const StorageOptions& storage, const char* name) {
  if (storage.folder.empty()) return storage;
  StorageOptions inner = storage;
  inner.folder /= name;
  fs::create_directories(inner.folder);
  return inner;
}

/// The rows that a rank owns of what all have counted, each its share of the text.
RankCounts to_owners(CooccurrenceMatrix part, const StorageOptions& storage,
                     const Progress& progress, const Communicator& ranks) {
  RankCounts made;
  // How many cells a row will have is known when they are added up; before, how many there are.
  made.owners = share_out(cells_by_row(part, ranks), ranks.size());
  made.counts.matrix =
      spread_counts(part, made.owners, ranks, storage_in(storage, "added"), progress);
  part = {};
  const std::vector<std::int64_t> cells = cells_by_row(made.counts.matrix, ranks);
  if (imbalance(made.owners, cells, ranks.size()) <= kEven) return made;
  made.owners = share_out(cells, ranks.size());
  made.counts.matrix =
      spread_counts(made.counts.matrix, made.owners, ranks, storage_in(storage, "even"), progress);
  return made;
}

}  // namespace

CellSpread RankCounts::spread(const Communicator& ranks) const {
  const ContextBlocks blocks(counts.matrix.rows(), counts.matrix.cols());
  return {.rows = RowSpread(ranks, blocks.words(), 1, owners),
          .cols = RowSpread(ranks, blocks.words(), blocks.count(), owners)};
}

RankCounts count_over_ranks(const std::vector<std::string>& corpus, const CountRecipe& recipe,
                            const MemoryPlan& plan, const LaterMemory& later, Observer& observer,
                            const Communicator& ranks) {
  if (recipe.phrases.passes > 0) {
    throw OptionError("PhraseOptions.passes", fmt::to_string(recipe.phrases.passes),
                      "must be 0 over several ranks: what is a phrase is known only when all text "
                      "is read; join phrases in the text before");
  }
  ReadText read = read_share(corpus, recipe, plan, observer.begin("read", "B"), ranks);
  observer.end();
  tell_reading(read.reading, recipe, observer);
  observer.begin("vocabulary");
  SpreadVocabulary words = spread_vocabulary(read.here.vocabulary, recipe.vocabulary, ranks);
  if (words.distinct == 0) throw_no_words(corpus);
  const CooccurrenceOptions options = recipe.cooccurrence();
  check_sums(words.kept, options);
  read.here.renumber(words.kept);
  const Vocabulary here = std::exchange(read.here.vocabulary, {});
  return_free_memory();
  observer.end();
  const MatrixShape shape = shape_of_counts(words.kept.size(), options);
  plan.check(shape, later(shape));
  StorageOptions storage = plan.counting(shape, later(shape));
  if (plan.is_capped()) storage.memory /= 2;  // what is counted here, and what is owned
  const std::int64_t at_once =
      plan.tokens_at_once(shape, storage, read.here.memory(), thread_count());
  CooccurrenceMatrix part = count_pieces(std::move(read.here), here, options, storage, at_once,
                                         observer.begin("count", "tokens"));
  observer.end();
  RankCounts made =
      to_owners(std::move(part), storage, observer.begin("exchange", "groups"), ranks);
  observer.end();
  nlohmann::json& description = made.counts.description;
  description["corpus"] = describe_corpus(read.documents, read.tokens, words.distinct, words.kept);
  if (read.reading.bytes_replaced > 0) {
    description["corpus"]["bytes_replaced"] = read.reading.bytes_replaced;
  }
  CountRecipe chosen = recipe;
  chosen.tokenizer = read.reading.tokenizer;
  chosen.source.document = read.reading.document;
  description[kCountOptions] = describe_counting(chosen, corpus);
  made.counts.vocabulary = std::move(words.kept);
  return_free_memory();
  return made;
}

RankCounts open_over_ranks(const fs::path& path, const StorageFor& storage_for,
                           const ReadOptions& options, const Communicator& ranks) {
  RankCounts made;
  made.counts = open_count_rows(path, options);
  check_same_files({checksum_of_counts(path)}, ranks);
  const StorageOptions storage =
      storage_for({made.counts.matrix.rows(), made.counts.matrix.cols()});
  if (options.verify_checksums) verify_cells(path, ranks.rank(), ranks.size());
  const auto indptr = made.counts.matrix.indptr();
  std::vector<std::int64_t> cells;
  for (std::size_t i = 0; i + 1 < indptr.size(); ++i) cells.push_back(indptr[i + 1] - indptr[i]);
  made.owners = share_out(cells, ranks.size());
  made.counts.matrix = own_rows(made.counts.matrix, made.owners, ranks.rank(), storage);
  return made;
}

Counts collect_in_first(const RankCounts& counts, const StorageOptions& storage,
                        const Communicator& ranks) {
  return {.vocabulary = counts.counts.vocabulary,
          .matrix = spread_counts(counts.counts.matrix, GroupOwners(counts.owners.size(), 0), ranks,
                                  storage),
          .description = counts.counts.description};
}

}  // namespace eigenlex::internal
