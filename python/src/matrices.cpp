#include <algorithm>
#include <cmath>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>
#include <pybind11/stl.h>

#include "eigenlex/factor/svd.hpp"
#include "eigenlex/learn/factorize_matrix.hpp"
#include "eigenlex/matrix/sparse_operator.hpp"

#include "arrays.hpp"
#include "bindings.hpp"
#include "job.hpp"
#include "json.hpp"
#include "models.hpp"
#include "strings.hpp"

namespace eigenlex::python {
namespace py = pybind11;
namespace {

[[noreturn]] void refuse(const std::string& what) {
  throw OptionError("matrix", "a sparse matrix", what);
}

/// Throws unless entries begin .. end - 1 are a row of a matrix of so many columns.
void check_row(std::span<const std::int32_t> indices, std::span<const float> values,
               std::int64_t cols) {
  for (std::size_t k = 0; k < indices.size(); ++k) {
    if (indices[k] < 0 || indices[k] >= cols) refuse("must have columns within its shape");
    if (k > 0 && indices[k] <= indices[k - 1]) {
      refuse("must have sorted columns, none of them twice");
    }
    if (!std::isfinite(values[k])) refuse("must have finite numbers within the range of float32");
  }
}

/// The matrix of SciPy's arrays, whose indices are sorted.
CsrMatrix<float> matrix_of(std::int64_t cols, const Numbers<std::int64_t>& indptr,
                           const Numbers<std::int32_t>& indices, const Numbers<float>& values) {
  const auto ends = list_of(indptr, "indptr");
  const auto columns = list_of(indices, "indices");
  const auto numbers = list_of(values, "data");
  if (ends.empty() || ends.front() != 0 || ends.back() != std::ssize(columns) ||
      columns.size() != numbers.size() || !std::ranges::is_sorted(ends)) {
    refuse("must have arrays that fit together");
  }
  CsrMatrix<float> matrix{.rows = std::ssize(ends) - 1,
                          .cols = cols,
                          .indptr = {ends.begin(), ends.end()},
                          .indices = {columns.begin(), columns.end()},
                          .values = {numbers.begin(), numbers.end()}};
  for (std::int64_t row = 0; row < matrix.rows; ++row) {
    check_row(matrix.row_indices(row), matrix.row_values(row), cols);
  }
  return matrix;
}

std::vector<std::int64_t> cells_of_rows(const CsrMatrix<float>& matrix) {
  std::vector<std::int64_t> cells;
  for (std::int64_t row = 0; row < matrix.rows; ++row) {
    cells.push_back(std::ssize(matrix.row_indices(row)));
  }
  return cells;
}

std::vector<std::int64_t> cells_of_columns(const CsrMatrix<float>& matrix) {
  std::vector<std::int64_t> cells(static_cast<std::size_t>(matrix.cols));
  for (const std::int32_t column : matrix.indices) ++cells[static_cast<std::size_t>(column)];
  return cells;
}

HeldMatrixModel factorize(std::int64_t cols, const Numbers<std::int64_t>& indptr,
                          const Numbers<std::int32_t>& indices, const Numbers<float>& values,
                          py::handle row_names, py::handle column_names, py::handle options,
                          int threads, py::handle listener) {
  LabelledMatrix matrix;
  matrix.values = matrix_of(cols, indptr, indices, values);
  matrix.rows = Vocabulary(all_bytes_of(row_names, "rows"), cells_of_rows(matrix.values));
  matrix.columns =
      Vocabulary(all_bytes_of(column_names, "columns"), cells_of_columns(matrix.values));
  const MatrixRecipe recipe = matrix_recipe_of(json_of(options));
  HeldMatrixModel model;
  run_job(
      [&](Observer& observer) {
        model = std::make_shared<MatrixModel>(
            factorize_matrix(std::move(matrix), recipe, {.threads = threads}, observer));
      },
      listener);
  return model;
}

/// U, the singular values and V of a matrix; see `randomized_svd`.
py::tuple svd(std::int64_t cols, const Numbers<std::int64_t>& indptr,
              const Numbers<std::int32_t>& indices, const Numbers<float>& values,
              py::handle options, py::handle listener) {
  CsrMatrix<float> matrix = matrix_of(cols, indptr, indices, values);
  const MatrixRecipe recipe = matrix_recipe_of(json_of(options));
  recipe.validate();
  SvdResult result;
  run_job(
      [&](Observer& observer) {
        const SparseOperator products(std::move(matrix), recipe.precision);
        const Progress progress = observer.begin("svd");
        result = recipe.solver == SvdSolver::kSpectra
                     ? spectra_svd(products, recipe.svd, progress)
                     : randomized_svd(products, recipe.svd, progress);
        observer.end();
      },
      listener);
  return py::make_tuple(array_of_matrix(std::move(result.u)),
                        array_of_matrix(std::move(result.singular_values)),
                        array_of_matrix(std::move(result.v)), result.iterations, result.converged);
}

/// The names of the options that a recipe looks at.
std::vector<std::string> used_matrix_options(py::handle options) {
  std::vector<std::string> names;
  const nlohmann::json described = describe(matrix_recipe_of(json_of(options)));
  for (const auto& [name, value] : described.items()) {
    names.push_back(name);
    if (!value.is_object()) continue;
    for (const auto& option : value.items()) names.push_back(option.key());
  }
  return names;
}

}  // namespace

void bind_matrices(py::module_& module) {
  module.def("matrix_options", [] { return object_of(options_of(MatrixRecipe{})); });
  module.def("used_matrix_options", &used_matrix_options);
  module.def("factorize", &factorize);
  module.def("svd", &svd);
}

}  // namespace eigenlex::python
