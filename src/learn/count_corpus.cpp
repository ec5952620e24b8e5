#include <algorithm>
#include <cstdint>
#include <numeric>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/process_memory.hpp"
#include "eigenlex/counts/cooccurrence_counter.hpp"
#include "eigenlex/text/read_corpus.hpp"

#include "learn/part_counts.hpp"
#include "learn/stages.hpp"
#include "text/reading_json.hpp"

namespace eigenlex::internal {
namespace {

/// Counting with what it has to keep.
struct Counting {
  const CountRecipe& recipe;
  const MemoryPlan& plan;
  const LaterMemory& later;
  Observer& observer;
  const CorpusVocabulary* shared;
  CooccurrenceOptions options = recipe.cooccurrence();

  MatrixShape shape(const Vocabulary& vocabulary) const {
    return shape_of_counts(vocabulary.size(), options);
  }
};

/// Says what the run will take, and throws if it is more than the cap.
void tell_plan(const Counting& counting, const Vocabulary& vocabulary, std::int64_t tokens) {
  const MatrixShape shape = counting.shape(vocabulary);
  const std::int64_t later = counting.later(shape);
  counting.plan.check(shape, later);
  if (!counting.plan.is_capped()) return;
  // Each occurrence has up to 2 L neighbours. A cell is up to 4 bytes in a run, 8 in the matrix.
  double cells = 0;
  for (const std::int64_t count : vocabulary.counts()) {
    cells += std::min(2.0 * counting.options.window * static_cast<double>(count),
                      static_cast<double>(shape.cols));
  }
  counting.observer.note(
      "plan", fmt::format("{} words: {} at most in memory beside the counts, up to {} of "
                          "temporary files in {}",
                          shape.rows, memory_text(later),
                          memory_text(static_cast<std::int64_t>(12 * cells) + 4 * tokens),
                          counting.plan.folder().parent_path().string()));
}

/// The corpus in memory, which joining phrases needs.
Corpus read_whole(const Counting& counting, EncodedCorpus encoded) {
  const std::int64_t needed = phrases_memory(encoded.tokens);
  if (!counting.plan.fits({}, needed)) {
    throw OptionError("Resources.memory", memory_text(counting.plan.cap()),
                      fmt::format("must be at least {} for phrases (PhraseOptions.passes), which "
                                  "need the corpus in memory; raise it or leave them out",
                                  memory_text(needed)));
  }
  Corpus corpus;
  corpus.tokens = encoded.read(0, encoded.blocks(), encoded.vocabulary.size());
  corpus.documents = encoded.documents;
  corpus.tokens_read = encoded.tokens;
  corpus.distinct_words_read = encoded.vocabulary.size();
  corpus.vocabulary = std::move(encoded.vocabulary);
  encoded.release(0, encoded.blocks());
  return corpus;
}

Counts count_with_phrases(const Counting& counting, EncodedCorpus encoded) {
  Observer& observer = counting.observer;
  Corpus corpus = read_whole(counting, std::move(encoded));
  corpus = join_phrases(std::move(corpus), counting.recipe.phrases, observer.begin("phrases"));
  observer.end();
  corpus = restrict_vocabulary(std::move(corpus), counting.recipe.vocabulary);
  tell_plan(counting, corpus.vocabulary, corpus.token_count());
  const MatrixShape shape = counting.shape(corpus.vocabulary);
  const Progress progress = observer.begin("count", "tokens");
  CooccurrenceCounter counter(corpus.vocabulary.counts(), counting.options,
                              counting.plan.counting(shape, counting.later(shape)), progress);
  counter.add(corpus.tokens);
  corpus.tokens = {};
  Counts counts{.vocabulary = {}, .matrix = counter.finish(), .description = {}};
  observer.end();
  counts.description["corpus"] = describe_corpus(corpus.documents, corpus.tokens_read,
                                                 corpus.distinct_words_read, corpus.vocabulary);
  counts.vocabulary = std::move(corpus.vocabulary);
  return counts;
}

/// Counts piece by piece, as much of the corpus as fits at a time.
Counts count_in_pieces(const Counting& counting, EncodedCorpus encoded) {
  Counts counts;
  const std::int64_t distinct_words = encoded.vocabulary.size();
  if (counting.shared != nullptr) encoded.renumber(counting.shared->words);
  const std::int32_t kept =
      kept_words(counting.shared != nullptr ? counting.shared->words : encoded.vocabulary,
                 counting.recipe.vocabulary);
  counts.vocabulary = first_words(encoded.vocabulary, kept);
  counts.description["corpus"] =
      describe_corpus(encoded.documents, encoded.tokens, distinct_words, counts.vocabulary);
  encoded.vocabulary = {};
  return_free_memory();
  tell_plan(counting, counts.vocabulary, encoded.tokens);
  const MatrixShape shape = counting.shape(counts.vocabulary);
  const StorageOptions storage = counting.plan.counting(shape, counting.later(shape));
  const std::int64_t at_once =
      counting.plan.tokens_at_once(shape, storage, encoded.memory(), thread_count());
  counts.matrix = count_pieces(std::move(encoded), counts.vocabulary, counting.options, storage,
                               at_once, counting.observer.begin("count", "tokens"));
  counting.observer.end();
  return counts;
}

}  // namespace

nlohmann::json describe_corpus(std::int64_t documents, std::int64_t tokens_read,
                               std::int64_t distinct_words_read, const Vocabulary& kept) {
  const std::vector<std::int64_t>& counts = kept.counts();
  return {{"documents", documents},
          {"tokens_read", tokens_read},
          {"distinct_words_read", distinct_words_read},
          {"tokens", std::accumulate(counts.begin(), counts.end(), std::int64_t{0})}};
}

CooccurrenceMatrix count_pieces(EncodedCorpus encoded, const Vocabulary& words,
                                const CooccurrenceOptions& options, const StorageOptions& storage,
                                std::int64_t at_once, const Progress& progress) {
  CooccurrenceCounter counter(words.counts(), options, storage, progress);
  for (std::int64_t begin = 0, end = 0; begin < encoded.blocks(); begin = end) {
    for (std::int64_t size = 0; end < encoded.blocks() && (end == begin || size < at_once); ++end) {
      size += encoded.block_size(end);
    }
    const std::vector<std::int32_t> tokens = encoded.read(begin, end, words.size());
    encoded.release(begin, end);
    counter.add(tokens);
  }
  return counter.finish();
}

void tell_reading(const Reading& reading, const CountRecipe& recipe, Observer& observer) {
  if (!reading.reason.empty()) {
    observer.note(
        "text", fmt::format("{}; tokenizer {}{}", reading.reason, enum_name(reading.tokenizer.kind),
                            reading.tokenizer.lowercase ? " in lower case" : ""));
  }
  if (recipe.source.document == DocumentKind::kAuto && reading.document != DocumentKind::kLine) {
    observer.note("text", fmt::format("lines are broken at a column; a document is a {}",
                                      enum_name(reading.document)));
  }
  for (const std::string& note : reading.notes) observer.note("text", note);
  if (reading.bytes_replaced > 0) {
    observer.note("text", fmt::format("{} bytes that are not {} were replaced by U+FFFD",
                                      reading.bytes_replaced, recipe.source.encoding));
  }
}

nlohmann::json describe_counting(const CountRecipe& recipe,
                                 const std::vector<std::string>& corpus) {
  nlohmann::json options = describe(recipe);
  options["corpus"] = corpus;
  return options;
}

Counts count_corpus(const std::vector<std::string>& corpus, const CountRecipe& given,
                    const MemoryPlan& plan, const LaterMemory& later, Observer& observer,
                    const CorpusVocabulary* shared) {
  CountRecipe recipe = shared != nullptr ? recipe_for(*shared, given) : given;
  EncodedCorpus encoded =
      encode_corpus(corpus, recipe.tokenizer, plan.reading(), observer.begin("read", "B"),
                    recipe.source, {.may_be_empty = shared != nullptr});
  observer.end();
  const Reading reading = encoded.reading;
  tell_reading(reading, recipe, observer);
  const Counting counting{
      .recipe = recipe, .plan = plan, .later = later, .observer = observer, .shared = shared};
  Counts counts = recipe.phrases.passes > 0 ? count_with_phrases(counting, std::move(encoded))
                                            : count_in_pieces(counting, std::move(encoded));
  if (reading.bytes_replaced > 0) {
    counts.description["corpus"]["bytes_replaced"] = reading.bytes_replaced;
  }
  recipe.tokenizer = reading.tokenizer;
  recipe.source.document = reading.document;
  counts.description[kCountOptions] = describe_counting(recipe, corpus);
  if (shared != nullptr) mark_as_part(*shared, counts);
  return_free_memory();
  return counts;
}

}  // namespace eigenlex::internal
