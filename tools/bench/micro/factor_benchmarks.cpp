#include <memory>

#include "eigenlex/core/random.hpp"
#include "eigenlex/factor/als.hpp"
#include "eigenlex/factor/pmi_cells.hpp"
#include "eigenlex/matrix/spmm.hpp"
#include "eigenlex/matrix/tall.hpp"

#include "benchmarks.hpp"
#include "report.hpp"

namespace eigenlex::bench {
namespace {

RowMatrix random_matrix(std::int64_t rows, std::int64_t cols) {
  Random random(1);
  RowMatrix matrix(rows, cols);
  for (float* x = matrix.data(); x != matrix.data() + matrix.size(); ++x) {
    *x = static_cast<float>(random.uniform() - 0.5);
  }
  return matrix;
}

void register_products(const Context& context) {
  const CsrMatrix<float>& matrix = context.workload.matrix;
  const auto right =
      std::make_shared<const RowMatrix>(random_matrix(matrix.cols, context.options.columns));
  const auto columns = static_cast<double>(context.options.columns);
  const auto dense = static_cast<double>(matrix.rows + matrix.cols) * columns * sizeof(float);
  // A is read once, 8 bytes a non-zero; X is read and the product written once.
  const Work nonzero{.flops = 2 * columns,
                     .bytes = 8 + dense / static_cast<double>(matrix.nonzeros())};
  for (const auto& [name, precision] :
       {std::pair("spmm_float/nonzeros", DensePrecision::kFloat),
        std::pair("spmm_bfloat16/nonzeros", DensePrecision::kBfloat16)}) {
    add_benchmark(name, context.machine, matrix.nonzeros(), nonzero,
                  [&matrix, right, precision = precision] {
                    benchmark::DoNotOptimize(multiply(matrix, *right, precision));
                  });
  }
  const auto one_column = std::make_shared<const Eigen::VectorXd>(right->col(0).cast<double>());
  add_benchmark(
      "spmv_double/nonzeros", context.machine, matrix.nonzeros(),
      {.flops = 2, .bytes = 8 + dense / columns * 2 / static_cast<double>(matrix.nonzeros())},
      [&matrix, one_column] { benchmark::DoNotOptimize(multiply(matrix, *one_column)); });
  // Half of the symmetric product.
  add_benchmark("gram/rows", context.machine, right->rows(),
                {.flops = columns * (columns + 1), .bytes = columns * sizeof(float)},
                [right] { benchmark::DoNotOptimize(gram(*right)); });
}

void register_als(const Context& context) {
  const Workload& workload = context.workload;
  const auto cells = [&](PmiOrientation orientation) {
    return std::make_shared<const PmiCells>(workload.counts, workload.expected, PpmiOptions{},
                                            CellWeightOptions{}, orientation);
  };
  const auto by_rows = cells(PmiOrientation::kRows);
  const auto by_cols = cells(PmiOrientation::kColumns);
  const AlsOptions options{.sweeps = 1, .unobserved_weight = 0.2, .cg_steps = 3};
  std::int64_t strong = 0;
  CellBuffer buffer;
  for (std::int64_t i = 0; i < by_rows->rows(); ++i) {
    by_rows->read_row(i, buffer);
    for (const float weight : buffer.weights) strong += weight > options.unobserved_weight;
  }
  const auto rank = static_cast<double>(context.options.dimensions);
  const double share =
      static_cast<double>(strong) / static_cast<double>(workload.counts.nonzeros());
  // A step multiplies each strong cell's factors twice by a vector, the start as well, the last
  // step once; of a weak cell the factors are added once. A cell is read once, its factors again
  // and again, from cache.
  const Work cell{.flops = (4 * options.cg_steps + 2) * rank * share + 2 * rank * (1 - share),
                  .bytes = 8};
  const auto start = std::make_shared<const FactorPair>(
      random_factors(by_rows->rows(), by_rows->cols(), context.options.dimensions, 1));
  add_benchmark(
      "als_sweep/cells", context.machine, 2 * workload.counts.nonzeros(), cell,
      [by_rows, by_cols, start, options] {
        benchmark::DoNotOptimize(als({.by_rows = *by_rows, .by_cols = *by_cols}, *start, options));
      });
}

}  // namespace

void register_factor_benchmarks(const Context& context) {
  register_products(context);
  register_als(context);
}

}  // namespace eigenlex::bench
