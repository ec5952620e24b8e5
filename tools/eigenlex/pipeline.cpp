#include "pipeline.hpp"

#include <algorithm>
#include <cmath>
#include <memory>
#include <numeric>
#include <utility>

#include <fmt/format.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/parallel.hpp"
#include "eigenlex/counts/cooccurrence_counter.hpp"
#include "eigenlex/embedding/blend.hpp"
#include "eigenlex/factor/ppmi_operator.hpp"
#include "eigenlex/matrix/sparse_operator.hpp"
#include "eigenlex/text/read_corpus.hpp"

#include "svd_stage.hpp"

namespace eigenlex::tool {
namespace {

nlohmann::json describe(const FactorSettings& settings) {
  return {{"method", enum_name(settings.method)},
          {"solver", enum_name(settings.solver)},
          {"precision", enum_name(settings.precision)},
          {"dim", settings.svd.rank},
          {"subsample", settings.ppmi.subsample},
          {"context_smoothing", settings.ppmi.context_smoothing},
          {"negative", settings.ppmi.negative},
          {"tolerance", settings.svd.tolerance},
          {"max_iterations", settings.svd.max_iterations},
          {"oversampling", settings.svd.oversampling},
          {"exponent", settings.exponent},
          {"seed", settings.svd.seed}};
}

nlohmann::json describe_als(const FactorSettings& settings, const AlsResult& result) {
  return {{"sweeps", settings.als.sweeps},
          {"weight_max", settings.cell_weight.full_weight_count},
          {"weight_exponent", settings.cell_weight.exponent},
          {"unobserved", settings.als.unobserved_weight},
          {"regularization", settings.als.regularization},
          {"steps", settings.als.cg_steps},
          {"blend", settings.blend},
          {"objectives", result.objectives}};
}

/// The PPMI matrix with the number of its non-zeros.
struct WeightedMatrix {
  std::unique_ptr<LinearOperator> matrix;
  std::int64_t nonzeros = 0;
};

/// Takes the counts of `counts` where the matrix is stored and nothing else needs them.
WeightedMatrix weight_counts(Counts& counts, const ExpectedCounts& expected,
                             const FactorSettings& settings, Console& console) {
  console.begin("weight");
  WeightedMatrix weighted;
  if (settings.stores_matrix) {
    CsrMatrix<float> matrix = settings.method == Method::kSvd
                                  ? ppmi(std::exchange(counts.matrix, {}), expected, settings.ppmi)
                                  : ppmi(std::as_const(counts.matrix), expected, settings.ppmi);
    weighted.nonzeros = matrix.nonzeros();
    weighted.matrix = std::make_unique<SparseOperator>(std::move(matrix), settings.precision);
  } else {
    auto matrix =
        std::make_unique<PpmiOperator>(counts.matrix, expected, settings.ppmi, settings.precision);
    weighted.nonzeros = matrix->nonzeros();
    weighted.matrix = std::move(matrix);
  }
  console.end();
  if (weighted.nonzeros == 0) {
    throw FormatError(
        "no two words occur near each other more often than by chance: there is nothing to "
        "factorize; take a larger corpus or a larger --window");
  }
  return weighted;
}

/// The SVD refined by ALS over the counts, in the basis of the SVD.
AlsResult refine(const Counts& counts, const ExpectedCounts& expected, FactorPair start,
                 const FactorSettings& settings, Console& console) {
  const Progress progress = console.begin("als");
  const auto cells = [&](PmiCells::Orientation orientation) {
    return PmiCells(counts.matrix, expected, settings.ppmi, settings.cell_weight, orientation);
  };
  const PmiCells by_rows = cells(PmiCells::Orientation::kRows);
  const PmiCells by_cols = cells(PmiCells::Orientation::kColumns);
  AlsOptions options = settings.als;
  options.precision = settings.precision;
  AlsResult result =
      als({.by_rows = by_rows, .by_cols = by_cols}, std::move(start), options, progress);
  console.end();
  return result;
}

}  // namespace

void validate(const CountSettings& settings) {
  settings.tokenizer.validate();
  settings.phrases.validate();
  settings.vocabulary.validate();
  settings.window.validate();
}

void validate(const FactorSettings& settings) {
  settings.ppmi.validate();
  settings.svd.validate();
  if (!(settings.exponent >= Model::kMinExponent && settings.exponent <= Model::kMaxExponent)) {
    throw OptionError("--exponent", fmt::to_string(settings.exponent),
                      fmt::format("must be {}..{}", Model::kMinExponent, Model::kMaxExponent));
  }
  settings.als.validate();
  settings.cell_weight.validate();
  if (!(settings.blend >= 0 && settings.blend <= 1)) {
    throw OptionError("--blend", fmt::to_string(settings.blend), "must be 0..1");
  }
}

nlohmann::json describe(const CountSettings& settings) {
  return {{"corpus", settings.corpus},
          {"tokenizer", enum_name(settings.tokenizer.kind)},
          {"lowercase", settings.tokenizer.lowercase},
          {"phrases", settings.phrases.passes},
          {"min_count", settings.vocabulary.min_count},
          {"max_vocab", settings.vocabulary.max_size},
          {"window", settings.window.window},
          {"window_weight", enum_name(settings.window.weight)},
          {"contexts", enum_name(settings.window.contexts)}};
}

namespace {

nlohmann::json describe_corpus(std::int64_t documents, std::int64_t tokens_read,
                               std::int64_t distinct_words_read, const Vocabulary& kept) {
  const std::vector<std::int64_t>& counts = kept.counts();
  return {{"documents", documents},
          {"tokens_read", tokens_read},
          {"distinct_words_read", distinct_words_read},
          {"tokens", std::accumulate(counts.begin(), counts.end(), std::int64_t{0})}};
}

MatrixShape shape_of(const Vocabulary& vocabulary, const CooccurrenceOptions& window) {
  const std::int64_t words = vocabulary.size();
  return {.rows = words, .cols = window.contexts == ContextKind::kDirectional ? 2 * words : words};
}

/// Says what the run will take, and throws if it is more than the cap.
void plan_memory(const Vocabulary& vocabulary, const MemoryBudget& budget, const LaterMemory& later,
                 std::int64_t tokens, const CooccurrenceOptions& window, const Console& console) {
  const MatrixShape shape = shape_of(vocabulary, window);
  budget.check(shape, later(shape));
  if (!budget.is_capped()) return;
  // Each occurrence has up to 2 L neighbours. A cell is up to 4 bytes in a run, 8 in the matrix.
  double cells = 0;
  for (const std::int64_t count : vocabulary.counts()) {
    cells +=
        std::min(2.0 * window.window * static_cast<double>(count), static_cast<double>(shape.cols));
  }
  console.line("plan", fmt::format("{} words: {} at most in memory beside the counts, up to {} of "
                                   "temporary files in {}",
                                   shape.rows, memory_text(later(shape)),
                                   memory_text(static_cast<std::int64_t>(12 * cells) + 4 * tokens),
                                   budget.folder().string()));
}

/// Joins phrases, which needs the corpus in memory, and counts.
Counts count_with_phrases(const CountSettings& settings, const MemoryBudget& budget,
                          const LaterMemory& later, EncodedCorpus encoded, Console& console) {
  constexpr std::int64_t kTokenBytes = 12;
  if (!budget.fits({}, kTokenBytes * encoded.tokens, 0)) {
    throw OptionError("--memory", memory_text(budget.cap()),
                      fmt::format("must be at least {} for --phrases, which needs the corpus in "
                                  "memory; raise it or leave out --phrases",
                                  memory_text(kTokenBytes * encoded.tokens)));
  }
  Corpus corpus;
  corpus.tokens = encoded.read(0, encoded.blocks(), encoded.vocabulary.size());
  corpus.documents = encoded.documents;
  corpus.tokens_read = encoded.tokens;
  corpus.distinct_words_read = encoded.vocabulary.size();
  corpus.vocabulary = std::move(encoded.vocabulary);
  encoded.release(0, encoded.blocks());
  corpus = join_phrases(std::move(corpus), settings.phrases, console.begin("phrases"));
  console.end();
  corpus = restrict_vocabulary(std::move(corpus), settings.vocabulary);
  const MatrixShape shape = shape_of(corpus.vocabulary, settings.window);
  plan_memory(corpus.vocabulary, budget, later, corpus.token_count(), settings.window, console);
  const Progress progress = console.begin("count", "tokens");
  CooccurrenceCounter counter(corpus.vocabulary.counts(), settings.window,
                              budget.counting(shape, later(shape)), progress);
  counter.add(corpus.tokens);
  corpus.tokens = {};
  Counts counts{.vocabulary = {}, .matrix = counter.finish(), .description = {}};
  console.end();
  counts.description["corpus"] = describe_corpus(corpus.documents, corpus.tokens_read,
                                                 corpus.distinct_words_read, corpus.vocabulary);
  counts.vocabulary = std::move(corpus.vocabulary);
  return counts;
}

/// Counts piece by piece, as much of the corpus as fits at a time.
Counts count_in_pieces(const CountSettings& settings, const MemoryBudget& budget,
                       const LaterMemory& later, EncodedCorpus encoded, Console& console) {
  Counts counts;
  const std::int32_t kept = kept_words(encoded.vocabulary, settings.vocabulary);
  counts.vocabulary = first_words(encoded.vocabulary, kept);
  counts.description["corpus"] = describe_corpus(encoded.documents, encoded.tokens,
                                                 encoded.vocabulary.size(), counts.vocabulary);
  encoded.vocabulary = {};
  return_free_memory();
  const MatrixShape shape = shape_of(counts.vocabulary, settings.window);
  plan_memory(counts.vocabulary, budget, later, encoded.tokens, settings.window, console);
  const StorageOptions storage = budget.counting(shape, later(shape));
  const std::int64_t at_once =
      budget.tokens_at_once(shape, storage, encoded.memory(), thread_count());
  const Progress progress = console.begin("count", "tokens");
  CooccurrenceCounter counter(counts.vocabulary.counts(), settings.window, storage, progress);
  for (std::int64_t begin = 0, end = 0; begin < encoded.blocks(); begin = end) {
    for (std::int64_t size = 0; end < encoded.blocks() && (end == begin || size < at_once); ++end) {
      size += encoded.block_size(end);
    }
    const std::vector<std::int32_t> tokens = encoded.read(begin, end, kept);
    encoded.release(begin, end);
    counter.add(tokens);
  }
  counts.matrix = counter.finish();
  console.end();
  return counts;
}

}  // namespace

Counts count_corpus(const CountSettings& settings, const MemoryBudget& budget,
                    const LaterMemory& later, Console& console) {
  validate(settings);
  EncodedCorpus encoded = encode_corpus(settings.corpus, settings.tokenizer, budget.reading(),
                                        console.begin("read", "B"));
  console.end();
  const auto count = settings.phrases.passes > 0 ? count_with_phrases : count_in_pieces;
  Counts counts = count(settings, budget, later, std::move(encoded), console);
  counts.description["count_options"] = describe(settings);
  return_free_memory();
  return counts;
}

Model factorize_counts(Counts counts, const FactorSettings& settings, Console& console) {
  validate(settings);
  const ExpectedCounts expected =
      expected_counts(counts.matrix, counts.vocabulary.counts(), settings.ppmi.subsample);
  const std::int64_t observed = counts.matrix.nonzeros();
  WeightedMatrix weighted = weight_counts(counts, expected, settings, console);
  Model model;
  model.description = std::move(counts.description);
  model.description["factor_options"] = describe(settings);
  model.description["matrix"] = {{"rows", weighted.matrix->rows()},
                                 {"cols", weighted.matrix->cols()},
                                 {"observed", observed},
                                 {"nonzeros", weighted.nonzeros}};
  model.words.vocabulary = std::move(counts.vocabulary);
  SvdResult svd = run_svd(*weighted.matrix, settings, console);
  weighted.matrix.reset();
  if (settings.method == Method::kSvd) counts = {};
  model.description["svd"] = describe_svd(svd);
  model.singular_values = svd.singular_values;
  if (settings.method == Method::kAls) {
    // Only a blend needs the SVD again.
    FactorPair start =
        settings.blend > 0 ? balanced_factors(svd) : balanced_factors(std::move(svd));
    AlsResult als = refine(counts, expected, std::move(start), settings, console);
    model.description["als"] = describe_als(settings, als);
    model.words.table = std::move(als.factors.rows);
    model.contexts = std::move(als.factors.cols);
  }
  if (settings.method == Method::kAls && settings.blend == 0) return model;
  Table words = scaled_columns(std::move(svd.u), svd.singular_values, settings.exponent);
  Table contexts = scaled_columns(std::move(svd.v), svd.singular_values, settings.exponent);
  if (settings.method == Method::kSvd) {
    model.exponent = settings.exponent;
    model.words.table = std::move(words);
    model.contexts = std::move(contexts);
  } else {
    model.words.table = blend_unit_rows(model.words.table, words, settings.blend);
    model.contexts = blend_unit_rows(model.contexts, contexts, settings.blend);
  }
  return model;
}

nlohmann::json describe_run(const Console& console) {
  nlohmann::json stages = nlohmann::json::array();
  for (const StageTime& stage : console.stages()) {
    stages.push_back({{"stage", stage.name},
                      {"wall_seconds", stage.wall_seconds},
                      {"cpu_seconds", stage.cpu_seconds},
                      {"peak_memory_bytes", stage.peak_memory_bytes}});
  }
  return {{"stages", std::move(stages)},
          {"threads", thread_count()},
          {"peak_memory_bytes", peak_memory()}};
}

}  // namespace eigenlex::tool
