#include "eigenlex/learn/factorize_dense.hpp"

#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/learn/run_record.hpp"
#include "eigenlex/matrix/dense_operator.hpp"

#include "learn/memory_plan.hpp"
#include "learn/stages.hpp"
#include "learn/svd_stage.hpp"

namespace eigenlex {
namespace {

constexpr int kUsualComponents = 50;
/// Rows copied at a time when a file is read into memory.
constexpr std::int64_t kCopiedRows = 1024;

/// Bytes that factorizing takes beside the matrix: the solver's, and a block of rows a thread.
std::int64_t memory_beside(const DenseRows& matrix, const DenseRecipe& recipe, int threads) {
  const std::int64_t solver =
      recipe.solver == SvdSolver::kSpectra
          ? spectra_svd_memory(matrix.rows, matrix.cols, recipe.svd)
          : randomized_svd_memory(matrix.rows, matrix.cols, recipe.svd, DensePrecision::kFloat);
  return internal::constant_memory({.rows = 0, .cols = 0}) + solver +
         threads * 3 * kSumRows * matrix.cols * std::int64_t{sizeof(float)};
}

/// Whether the matrix is to be held in memory; throws where not even the rest fits.
bool fits(const DenseRows& matrix, const DenseRecipe& recipe, const Resources& resources,
          int threads) {
  const std::int64_t beside = memory_beside(matrix, recipe, threads);
  if (resources.memory == 0) return true;
  if (resources.memory < beside) {
    throw OptionError(
        "Resources.memory", fmt::to_string(resources.memory),
        fmt::format("must be at least {} for {} components of {} x {} numbers",
                    internal::memory_text(beside), recipe.svd.rank, matrix.rows, matrix.cols));
  }
  return resources.memory - beside >= 4 * matrix.rows * matrix.cols;
}

RowMatrix read_all(const DenseRows& matrix, const Progress& progress) {
  RowMatrix all = new_row_matrix(matrix.rows, matrix.cols);
  RowMatrix some;
  for (std::int64_t first = 0; first < matrix.rows; first += kCopiedRows) {
    some.resize(std::min(kCopiedRows, matrix.rows - first), matrix.cols);
    matrix.read(first, some);
    all.middleRows(first, some.rows()) = some;
    report(progress, first + some.rows(), matrix.rows);
  }
  return all;
}

Components decompose(const DenseRows& matrix, const DenseRecipe& given, Observer& observer) {
  DenseRecipe recipe = given.for_shape(matrix.rows, matrix.cols);
  Components components;
  observer.begin("scan");
  const Eigen::RowVectorXf mean = column_means(matrix);
  if (recipe.centre) components.mean = mean;
  const double variation = squared_distances(matrix, components.mean);
  observer.end();
  SvdResult svd = internal::run_svd(DenseOperator(matrix, components.mean), recipe.solver,
                                    recipe.svd, given.svd.rank == 0, observer);
  recipe.svd.rank = static_cast<int>(svd.singular_values.size());
  std::vector<double> shares;
  for (const float value : svd.singular_values) {
    shares.push_back(double{value} * double{value} / variation);
  }
  components.description = {{"factor_options", describe(recipe)},
                            {"svd", internal::describe_svd(svd)},
                            {"explained_variance", std::move(shares)}};
  components.directions = svd.v.transpose();
  components.coordinates = internal::scaled_columns(std::move(svd.u), svd.singular_values, 1);
  components.singular_values = std::move(svd.singular_values);
  return components;
}

}  // namespace

DenseRecipe DenseRecipe::for_shape(std::int64_t rows, std::int64_t cols) const {
  DenseRecipe recipe = *this;
  if (recipe.svd.rank == 0) {
    recipe.svd.rank = static_cast<int>(
        std::max<std::int64_t>(1, std::min<std::int64_t>(kUsualComponents, std::min(rows, cols))));
  }
  return recipe;
}

void DenseRecipe::validate() const { for_shape(kUsualComponents, kUsualComponents).svd.validate(); }

nlohmann::json describe(const DenseRecipe& recipe) {
  return {{"dim", recipe.svd.rank},
          {"solver", enum_name(recipe.solver)},
          {"tolerance", recipe.svd.tolerance},
          {"max_iterations", recipe.svd.max_iterations},
          {"oversampling", recipe.svd.oversampling},
          {"seed", recipe.svd.seed},
          {"centre", recipe.centre}};
}

Components factorize_dense(const DenseRows& matrix, const DenseRecipe& recipe,
                           const Resources& resources, Observer& observer) {
  recipe.validate();
  resources.validate();
  const ThreadCount threads = internal::threads_of(resources);
  const CancellationScope scope(observer.cancellation());
  fits(matrix, recipe.for_shape(matrix.rows, matrix.cols), resources, thread_count());
  RunRecord record(observer);
  Components components = decompose(matrix, recipe, record);
  components.run = record.describe();
  return components;
}

Components factorize_dense(const std::filesystem::path& file, const DenseRecipe& recipe,
                           const Resources& resources, Observer& observer) {
  recipe.validate();
  resources.validate();
  const ThreadCount threads = internal::threads_of(resources);
  const CancellationScope scope(observer.cancellation());
  const DenseRows matrix = rows_in_file(file);
  RunRecord record(observer);
  Components components;
  if (fits(matrix, recipe.for_shape(matrix.rows, matrix.cols), resources, thread_count())) {
    const RowMatrix held = read_all(matrix, record.begin("read", "rows"));
    record.end();
    components = decompose(rows_in_memory(held), recipe, record);
  } else {
    components = decompose(matrix, recipe, record);
  }
  components.description["factor_options"]["input"] = file.string();
  components.run = record.describe();
  return components;
}

RowMatrix transform(const Components& components, const DenseRows& rows) {
  if (rows.cols != components.directions.cols()) {
    throw OptionError("transform: rows.cols", fmt::to_string(rows.cols),
                      fmt::format("must be {}, as of the matrix that was factorized",
                                  components.directions.cols()));
  }
  const RowMatrix directions = components.directions.transpose();
  return DenseOperator(rows, components.mean).multiply(directions);
}

}  // namespace eigenlex
