#include "eigenlex/learn/factorize_matrix.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "eigenlex/core/error.hpp"
#include "eigenlex/factor/csr_cells.hpp"
#include "eigenlex/learn/run_record.hpp"
#include "eigenlex/matrix/matrix_file.hpp"
#include "eigenlex/matrix/sparse_operator.hpp"

#include "learn/stages.hpp"
#include "learn/svd_stage.hpp"

namespace eigenlex {
namespace {

using internal::describe_svd;
using internal::run_svd;
using internal::scaled_columns;
using internal::threads_of;

/// Throws where a value is negative, which no preference is.
void require_preferences(const LabelledMatrix& matrix, const std::string& source) {
  for (std::int64_t row = 0; row < matrix.values.rows; ++row) {
    const auto values = matrix.values.row_values(row);
    for (std::size_t k = 0; k < values.size(); ++k) {
      if (values[k] >= 0) continue;
      throw FormatError(fmt::format(
          "{}: row \"{}\", column \"{}\" is {}, but als takes values for strengths of preference, "
          "at least 0; leave negative ones out, or take the svd",
          source, matrix.rows.word(static_cast<std::int32_t>(row)),
          matrix.columns.word(matrix.values.row_indices(row)[k]), values[k]));
    }
  }
}

void factorize_by_als(CsrMatrix<float> values, const MatrixRecipe& given, Observer& observer,
                      MatrixModel& model) {
  const MatrixRecipe recipe = given.for_shape(values.rows, values.cols);
  model.description["factor_options"] = describe(recipe);
  FactorPair start = random_factors(values.rows, values.cols, recipe.svd.rank, recipe.svd.seed);
  const Progress progress = observer.begin("als");
  const CsrCells by_rows = implicit_feedback(std::move(values), recipe.confidence);
  const CsrCells by_cols = by_rows.transposed();
  AlsOptions options = recipe.als;
  options.precision = recipe.precision;
  AlsResult result =
      als({.by_rows = by_rows, .by_cols = by_cols}, std::move(start), options, progress);
  observer.end();
  model.rows.table = std::move(result.factors.rows);
  model.columns.table = std::move(result.factors.cols);
  model.description["als"] = {{"objectives", result.objectives}};
}

void factorize_by_svd(CsrMatrix<float> values, const MatrixRecipe& given, Observer& observer,
                      MatrixModel& model) {
  MatrixRecipe recipe = given.for_shape(values.rows, values.cols);
  const SparseOperator matrix(std::move(values), recipe.precision);
  SvdResult svd = run_svd(matrix, recipe.solver, recipe.svd, given.svd.rank == 0, observer);
  recipe.svd.rank = static_cast<int>(svd.singular_values.size());
  model.description["factor_options"] = describe(recipe);
  model.description["svd"] = describe_svd(svd);
  model.rows.table = scaled_columns(std::move(svd.u), svd.singular_values, recipe.exponent);
  model.columns.table = scaled_columns(std::move(svd.v), svd.singular_values, recipe.exponent);
  model.singular_values = std::move(svd.singular_values);
  model.exponent = recipe.exponent;
}

void validate(const MatrixRecipe& recipe, const Resources& resources) {
  recipe.validate();
  resources.validate();
  if (resources.memory == 0 && !resources.resume) return;
  throw OptionError(resources.resume ? "Resources.resume" : "Resources.memory",
                    resources.resume ? "true" : fmt::to_string(resources.memory),
                    "is not there for a matrix that is not text");
}

/// `source` is what messages call the matrix.
MatrixModel factorize(LabelledMatrix matrix, const std::string& source, const MatrixRecipe& recipe,
                      Observer& observer) {
  if (recipe.method == Method::kAls) require_preferences(matrix, source);
  MatrixModel model;
  model.description["matrix"] = {{"rows", matrix.values.rows},
                                 {"cols", matrix.values.cols},
                                 {"nonzeros", matrix.values.nonzeros()},
                                 {"duplicates", matrix.duplicates}};
  model.rows.vocabulary = std::move(matrix.rows);
  model.columns.vocabulary = std::move(matrix.columns);
  model.seen = seen_cells(matrix.values);
  const auto factorize_by = recipe.method == Method::kAls ? factorize_by_als : factorize_by_svd;
  factorize_by(std::move(matrix.values), recipe, observer, model);
  return model;
}

}  // namespace

MatrixModel factorize_matrix(LabelledMatrix matrix, const MatrixRecipe& recipe,
                             const Resources& resources, Observer& observer) {
  validate(recipe, resources);
  const ThreadCount threads = threads_of(resources);
  const CancellationScope scope(observer.cancellation());
  RunRecord record(observer);
  MatrixModel model = factorize(std::move(matrix), "the matrix", recipe, record);
  model.run = record.describe();
  return model;
}

MatrixModel factorize_matrix(const std::string& file, const MatrixRecipe& recipe,
                             const Resources& resources, Observer& observer,
                             const std::vector<std::string>& columns, const NoteSink& note) {
  validate(recipe, resources);
  const ThreadCount threads = threads_of(resources);
  const CancellationScope scope(observer.cancellation());
  RunRecord record(observer);
  LabelledMatrix matrix = read_matrix_file(file, record.begin("read", "B"), columns);
  record.end();
  if (note) std::for_each(matrix.notes.begin(), matrix.notes.end(), note);
  MatrixModel model = factorize(std::move(matrix), file, recipe, record);
  model.description["factor_options"]["input"] = file;
  if (!columns.empty()) model.description["factor_options"]["columns"] = columns;
  model.run = record.describe();
  return model;
}

}  // namespace eigenlex
