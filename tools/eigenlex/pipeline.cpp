#include "pipeline.hpp"

#include <cmath>
#include <utility>

#include <fmt/format.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/parallel.hpp"
#include "eigenlex/embedding/blend.hpp"
#include "eigenlex/factor/sparse_operator.hpp"
#include "eigenlex/text/read_corpus.hpp"

#include "names.hpp"

namespace eigenlex::tool {
namespace {

Corpus load_corpus(const CountSettings& settings, Console& console) {
  Corpus corpus = read_corpus(settings.corpus, settings.tokenizer, console.begin("read", "B"));
  console.end();
  if (settings.phrases.passes > 0) {
    corpus = join_phrases(std::move(corpus), settings.phrases, console.begin("phrases"));
    console.end();
  }
  return restrict_vocabulary(std::move(corpus), settings.vocabulary);
}

nlohmann::json describe(const CountSettings& settings) {
  return {{"corpus", settings.corpus},
          {"tokenizer", name_of(settings.tokenizer.kind)},
          {"lowercase", settings.tokenizer.lowercase},
          {"phrases", settings.phrases.passes},
          {"min_count", settings.vocabulary.min_count},
          {"max_vocab", settings.vocabulary.max_size},
          {"window", settings.window.window},
          {"window_weight", name_of(settings.window.weight)},
          {"contexts", name_of(settings.window.contexts)}};
}

nlohmann::json describe(const FactorSettings& settings) {
  return {{"method", name_of(settings.method)},
          {"solver", name_of(settings.solver)},
          {"precision", name_of(settings.precision)},
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

std::vector<double> to_doubles(const Eigen::VectorXf& values) {
  return {values.begin(), values.end()};
}

nlohmann::json describe(const SvdResult& result) {
  return {{"iterations", result.iterations},
          {"converged", result.converged},
          {"worst_residual", result.residuals.maxCoeff()},
          {"orthogonality_error", result.orthogonality_error},
          {"residuals", to_doubles(result.residuals)}};
}

CsrMatrix<float> weight_counts(const Counts& counts, const ExpectedCounts& expected,
                               const PpmiOptions& options, Console& console) {
  console.begin("weight");
  CsrMatrix<float> matrix = ppmi(counts.matrix, expected, options);
  console.end();
  if (matrix.nonzeros() == 0) {
    throw FormatError(
        "no two words occur near each other more often than by chance: there is nothing to "
        "factorize; take a larger corpus or a larger --window");
  }
  return matrix;
}

SvdResult factorize(CsrMatrix<float> matrix, const FactorSettings& settings, Console& console) {
  const Progress progress = console.begin("svd");
  const SparseOperator sparse(std::move(matrix), settings.precision);
  SvdResult result = settings.solver == Solver::kSpectra
                         ? spectra_svd(sparse, settings.svd, progress)
                         : randomized_svd(sparse, settings.svd, progress);
  console.end();
  return result;
}

/// U Σ^p.
Table scaled(RowMatrix vectors, const Eigen::VectorXf& singular_values, double exponent) {
  const Eigen::VectorXf scales = singular_values.array().pow(static_cast<float>(exponent));
  vectors *= scales.asDiagonal();
  return vectors;
}

/// The SVD refined by ALS over the counts, in the basis of the SVD.
AlsResult refine(const Counts& counts, const ExpectedCounts& expected, const SvdResult& svd,
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
      als({.by_rows = by_rows, .by_cols = by_cols}, balanced_factors(svd), options, progress);
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

Counts count_corpus(const CountSettings& settings, Console& console) {
  validate(settings);
  Corpus corpus = load_corpus(settings, console);
  CooccurrenceMatrix matrix =
      count_cooccurrences(corpus, settings.window, console.begin("count", "tokens"));
  console.end();
  nlohmann::json description{{"count_options", describe(settings)},
                             {"corpus",
                              {{"documents", corpus.documents},
                               {"tokens_read", corpus.tokens_read},
                               {"distinct_words_read", corpus.distinct_words_read},
                               {"tokens", corpus.token_count()}}}};
  return {.vocabulary = std::move(corpus.vocabulary),
          .matrix = std::move(matrix),
          .description = std::move(description)};
}

Model factorize_counts(Counts counts, const FactorSettings& settings, Console& console) {
  validate(settings);
  const ExpectedCounts expected =
      expected_counts(counts.matrix, counts.vocabulary.counts(), settings.ppmi.subsample);
  CsrMatrix<float> weighted = weight_counts(counts, expected, settings.ppmi, console);
  Model model;
  model.description = std::move(counts.description);
  model.description["factor_options"] = describe(settings);
  model.description["matrix"] = {{"rows", weighted.rows},
                                 {"cols", weighted.cols},
                                 {"observed", counts.matrix.nonzeros()},
                                 {"nonzeros", weighted.nonzeros()}};
  model.words.vocabulary = std::move(counts.vocabulary);
  // The matrix of counts is as large as the one that is factorized; only ALS needs it again.
  if (settings.method == Method::kSvd) counts = {};
  SvdResult svd = factorize(std::move(weighted), settings, console);
  model.description["svd"] = describe(svd);
  model.singular_values = svd.singular_values;
  if (settings.method == Method::kAls) {
    AlsResult als = refine(counts, expected, svd, settings, console);
    model.description["als"] = describe_als(settings, als);
    model.words.table = std::move(als.factors.rows);
    model.contexts = std::move(als.factors.cols);
  }
  Table words = scaled(std::move(svd.u), svd.singular_values, settings.exponent);
  Table contexts = scaled(std::move(svd.v), svd.singular_values, settings.exponent);
  if (settings.method == Method::kSvd) {
    model.exponent = settings.exponent;
    model.words.table = std::move(words);
    model.contexts = std::move(contexts);
  } else if (settings.blend > 0) {
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
                      {"cpu_seconds", stage.cpu_seconds}});
  }
  return {{"stages", std::move(stages)},
          {"threads", thread_count()},
          {"peak_memory_bytes", peak_memory()}};
}

}  // namespace eigenlex::tool
