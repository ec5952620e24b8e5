#include "pipeline.hpp"

#include <cmath>
#include <utility>

#include <fmt/format.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/parallel.hpp"
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
  return {{"method", "svd"},
          {"solver", name_of(settings.solver)},
          {"dim", settings.svd.rank},
          {"subsample", settings.ppmi.subsample},
          {"context_smoothing", settings.ppmi.context_smoothing},
          {"negative", settings.ppmi.negative},
          {"tolerance", settings.svd.tolerance},
          {"max_iterations", settings.svd.max_iterations},
          {"oversampling", settings.svd.oversampling},
          {"seed", settings.svd.seed}};
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

CsrMatrix<float> weight_counts(const Counts& counts, const PpmiOptions& options, Console& console) {
  console.begin("weight");
  const ExpectedCounts expected =
      expected_counts(counts.matrix, counts.vocabulary.counts(), options.subsample);
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
  CsrMatrix<float> weighted = weight_counts(counts, settings.ppmi, console);
  Model model;
  model.description = std::move(counts.description);
  model.description["factor_options"] = describe(settings);
  model.description["matrix"] = {{"rows", weighted.rows},
                                 {"cols", weighted.cols},
                                 {"observed", counts.matrix.nonzeros()},
                                 {"nonzeros", weighted.nonzeros()}};
  model.words.vocabulary = std::move(counts.vocabulary);
  counts = {};  // the matrix of counts is as large as the one that is factorized
  SvdResult result = factorize(std::move(weighted), settings, console);
  model.description["svd"] = describe(result);
  model.exponent = settings.exponent;
  model.words.table = scaled(std::move(result.u), result.singular_values, settings.exponent);
  model.contexts = scaled(std::move(result.v), result.singular_values, settings.exponent);
  model.singular_values = std::move(result.singular_values);
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
