#include "factorize_matrix.hpp"

#include <cmath>
#include <cstddef>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/parallel.hpp"
#include "eigenlex/factor/csr_cells.hpp"
#include "eigenlex/matrix/matrix_file.hpp"
#include "eigenlex/matrix/sparse_operator.hpp"

#include "query_io.hpp"
#include "summary.hpp"
#include "svd_stage.hpp"

namespace eigenlex::tool {
namespace {

// Defaults that fit users and items better than those for words.
constexpr int kDim = 64;
constexpr int kSweeps = 15;
constexpr int kSteps = 3;
constexpr double kUnobservedWeight = 1;
constexpr double kRegularization = 1;

FactorSettings with_matrix_defaults(const CLI::App& command, FactorSettings settings) {
  const auto is_open = [&](const char* flag) { return command.get_option(flag)->empty(); };
  if (is_open("--dim")) settings.svd.rank = kDim;
  if (is_open("--sweeps")) settings.als.sweeps = kSweeps;
  if (is_open("--als-steps")) settings.als.cg_steps = kSteps;
  if (is_open("--als-unobserved")) settings.als.unobserved_weight = kUnobservedWeight;
  if (is_open("--als-regularization")) settings.als.regularization = kRegularization;
  return settings;
}

void validate(const MatrixSettings& settings) {
  if (!(settings.confidence >= 0 && std::isfinite(settings.confidence))) {
    throw OptionError("--confidence", fmt::to_string(settings.confidence), "must be at least 0");
  }
}

/// Throws where a value is negative, which no preference is.
void require_preferences(const LabelledMatrix& matrix, const std::string& input) {
  for (std::int64_t row = 0; row < matrix.values.rows; ++row) {
    const auto values = matrix.values.row_values(row);
    for (std::size_t k = 0; k < values.size(); ++k) {
      if (values[k] >= 0) continue;
      throw FormatError(fmt::format(
          "{}: row \"{}\", column \"{}\" is {}, but als takes values for strengths of preference, "
          "at least 0; leave negative ones out, or give --method svd",
          input, matrix.rows.word(static_cast<std::int32_t>(row)),
          matrix.columns.word(matrix.values.row_indices(row)[k]), values[k]));
    }
  }
}

nlohmann::json describe(const MatrixSettings& matrix, const FactorSettings& settings) {
  nlohmann::json options{{"input", matrix.input},
                         {"method", enum_name(settings.method)},
                         {"dim", settings.svd.rank},
                         {"seed", settings.svd.seed}};
  if (settings.method == Method::kSvd) {
    options.update({{"solver", enum_name(settings.solver)},
                    {"tolerance", settings.svd.tolerance},
                    {"max_iterations", settings.svd.max_iterations},
                    {"oversampling", settings.svd.oversampling},
                    {"exponent", settings.exponent}});
  }
  return options;
}

/// Implicit feedback; Hu, Koren & Volinsky (ICDM 2008).
void factorize_by_als(CsrMatrix<float> values, const MatrixSettings& matrix,
                      const FactorSettings& settings, Model& model, Console& console) {
  FactorPair start = random_factors(values.rows, values.cols, settings.svd.rank, settings.svd.seed);
  const Progress progress = console.begin("als");
  const CsrCells by_rows = implicit_feedback(std::move(values), matrix.confidence);
  const CsrCells by_cols = by_rows.transposed();
  AlsResult result =
      als({.by_rows = by_rows, .by_cols = by_cols}, std::move(start), settings.als, progress);
  console.end();
  model.words.table = std::move(result.factors.rows);
  model.contexts = std::move(result.factors.cols);
  model.description["als"] = {{"sweeps", settings.als.sweeps},
                              {"steps", settings.als.cg_steps},
                              {"confidence", matrix.confidence},
                              {"unobserved", settings.als.unobserved_weight},
                              {"regularization", settings.als.regularization},
                              {"objectives", result.objectives}};
}

void factorize_by_svd(CsrMatrix<float> values, const FactorSettings& settings, Model& model,
                      Console& console) {
  const SparseOperator matrix(std::move(values), settings.precision);
  SvdResult svd = run_svd(matrix, settings, console);
  model.description["svd"] = describe_svd(svd);
  model.words.table = scaled_columns(std::move(svd.u), svd.singular_values, settings.exponent);
  model.contexts = scaled_columns(std::move(svd.v), svd.singular_values, settings.exponent);
  model.singular_values = std::move(svd.singular_values);
  model.exponent = settings.exponent;
}

Model factorize(LabelledMatrix matrix, const MatrixSettings& settings, const FactorSettings& factor,
                Console& console) {
  Model model;
  model.description["factor_options"] = describe(settings, factor);
  model.description["matrix"] = {{"rows", matrix.values.rows},
                                 {"cols", matrix.values.cols},
                                 {"nonzeros", matrix.values.nonzeros()},
                                 {"duplicates", matrix.duplicates}};
  model.words.vocabulary = std::move(matrix.rows);
  model.columns = std::move(matrix.columns);
  model.seen = seen_cells(matrix.values);
  if (factor.method == Method::kAls) {
    factorize_by_als(std::move(matrix.values), settings, factor, model, console);
  } else {
    factorize_by_svd(std::move(matrix.values), factor, model, console);
  }
  return model;
}

}  // namespace

void add_matrix_options(CLI::App& command, MatrixSettings& settings) {
  CLI::Option* input =
      command
          .add_option("--input", settings.input,
                      "Factorize a matrix instead of counts: lines of row, column and value "
                      "between tabs, or a Matrix Market file; compressed or not, - for the "
                      "standard input")
          ->option_text("FILE");
  command
      .add_option("--confidence", settings.confidence,
                  "What a value of 1 adds to the weight of its cell in als")
      ->capture_default_str()
      ->needs(input);
  for (const char* flag : {"--subsample", "--context-smoothing", "--negative", "--als-weight-max",
                           "--als-weight-exponent", "--blend", "--memory"}) {
    input->excludes(command.get_option(flag));
  }
}

void run_factorize_matrix(const CLI::App& command, const MatrixSettings& settings,
                          FactorSettings factor, const RunSettings& run) {
  factor = with_matrix_defaults(command, std::move(factor));
  validate(settings);
  validate(factor);
  check_output(run, PendingPath::Kind::kFolder, "model.json");
  const ThreadCount threads(threads_of(run));
  const InterruptGuard guard;
  Console console(run.quiet);
  LabelledMatrix matrix = read_matrix_file(settings.input, console.begin("read", "B"));
  console.end();
  if (factor.method == Method::kAls) require_preferences(matrix, settings.input);
  Model model = factorize(std::move(matrix), settings, factor, console);
  model.run = describe_run(console);
  console.begin("write");
  write_model(model, run.output);
  console.end();
  print_summary(model, console);
  console.line("next", fmt::format("eigenlex recommend {} {}", shell_quoted(run.output),
                                   shell_quoted(model.words.vocabulary.word(0))));
  if (run.json) print_json_line(summary_json(model));
}

}  // namespace eigenlex::tool
