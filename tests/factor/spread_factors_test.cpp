// Factorizing counts whose rows are spread over ranks, against one process.

#include <memory>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/factor/als.hpp"
#include "eigenlex/factor/pmi_cells.hpp"
#include "eigenlex/factor/ppmi_operator.hpp"
#include "eigenlex/factor/svd.hpp"
#include "eigenlex/matrix/sparse_operator.hpp"

#include "counts/spread_counts.hpp"
#include "counts/transposed_ppmi.hpp"
#include "matrix/spread_operator.hpp"
#include "support/corpora.hpp"
#include "support/counts.hpp"
#include "support/thread_ranks.hpp"

namespace eigenlex {
namespace spread_factors_test {

using testing::context_name;
using testing::make_corpus;
using testing::ThreadRanks;
using testing::zipf_documents;

class SpreadFactors : public ::testing::TestWithParam<ContextKind> {
 protected:
  Corpus corpus_ = make_corpus(zipf_documents(2000, 60, 2600, 5));
  CooccurrenceMatrix counts_ = count_cooccurrences(corpus_, {.window = 3, .contexts = GetParam()});
  PpmiOptions ppmi_{.subsample = 1e-3, .damping = 0.25};
  Margins margins_ = expected_margins(counts_, corpus_.vocabulary.counts(), ppmi_.subsample);

  GroupOwners owners(int size) const {
    return share_out(internal::cells_by_row(counts_, one_process()), size);
  }
  CellSpread spread(const Communicator& ranks) const {
    const ContextBlocks blocks(counts_.rows(), counts_.cols());
    const GroupOwners owned = owners(ranks.size());
    return {RowSpread(ranks, blocks.words(), 1, owned),
            RowSpread(ranks, blocks.words(), blocks.count(), owned)};
  }
  CooccurrenceMatrix own(const Communicator& ranks) const {
    return internal::own_rows(counts_, owners(ranks.size()), ranks.rank(), {});
  }
  std::unique_ptr<LinearOperator> stored(const CooccurrenceMatrix& own, const CellSpread& spread,
                                         DensePrecision precision) const {
    const PmiRows pmi(ContextBlocks(own.rows(), own.cols()), margins_, ppmi_);
    const auto is_own = [&](std::int64_t word) { return spread.rows.owns(word); };
    return std::make_unique<internal::SpreadOperator>(
        spread.rows.own_rows(ppmi(own, margins_, ppmi_)),
        internal::own_transposed_ppmi(own, pmi, is_own), 1.0, precision, spread);
  }
  void expect_same_svd(const SvdOptions& options, DensePrecision precision, int size) const {
    const SparseOperator whole(ppmi(counts_, margins_, ppmi_), precision);
    const SvdResult one = randomized_svd(whole, options);
    ThreadRanks(size).run([&](const Communicator& ranks) {
      const CellSpread rows = spread(ranks);
      const CooccurrenceMatrix counts = own(ranks);
      const PpmiOperator streamed(counts, margins_, ppmi_, precision, &rows);
      EXPECT_EQ(streamed.nonzeros(), PpmiOperator(counts_, margins_, ppmi_).nonzeros());
      EXPECT_EQ(streamed.magnitude(), whole.magnitude());
      const std::unique_ptr<LinearOperator> in_memory = stored(counts, rows, precision);
      const std::vector<const LinearOperator*> matrices{&streamed, in_memory.get()};
      for (const LinearOperator* matrix : matrices) {
        const SvdResult part = randomized_svd(*matrix, options);
        EXPECT_EQ(rows.rows.gather_in_all(part.u), one.u);
        EXPECT_EQ(rows.cols.gather_in_all(part.v), one.v);
        EXPECT_EQ(part.singular_values, one.singular_values);
        EXPECT_EQ(part.residuals, one.residuals);
        EXPECT_EQ(part.orthogonality_error, one.orthogonality_error);
        EXPECT_EQ(part.iterations, one.iterations);
      }
      return 0;
    });
  }
  void expect_same_als(const AlsOptions& options, int size) const {
    const auto solve = [&](const CooccurrenceMatrix& counts, const CellSpread* rows) {
      const PmiCells by_rows(counts, margins_, ppmi_, {}, PmiOrientation::kRows);
      const PmiCells by_cols(counts, margins_, ppmi_, {}, PmiOrientation::kColumns);
      FactorPair start = random_factors(counts_.rows(), counts_.cols(), 12, 3);
      if (rows != nullptr) {
        start.rows = start.rows.middleRows(rows->rows.first_row(), rows->rows.kept()).eval();
        start.cols = start.cols.middleRows(rows->cols.first_row(), rows->cols.kept()).eval();
      }
      return als({.by_rows = by_rows, .by_cols = by_cols, .spread = rows}, std::move(start),
                 options);
    };
    const AlsResult one = solve(counts_, nullptr);
    ThreadRanks(size).run([&](const Communicator& ranks) {
      const CellSpread rows = spread(ranks);
      const AlsResult part = solve(own(ranks), &rows);
      EXPECT_EQ(rows.rows.gather_in_all(part.factors.rows), one.factors.rows);
      EXPECT_EQ(rows.cols.gather_in_all(part.factors.cols), one.factors.cols);
      EXPECT_EQ(part.objectives, one.objectives);
      return 0;
    });
  }
};

INSTANTIATE_TEST_SUITE_P(Contexts, SpreadFactors,
                         ::testing::Values(ContextKind::kSymmetric, ContextKind::kDirectional,
                                           ContextKind::kNear),
                         [](const auto& contexts) { return context_name(contexts.param); });

TEST_P(SpreadFactors, HaveTheSingularVectorsOfOneProcessFromARandomStart) {
  expect_same_svd({.rank = 10, .max_iterations = 3}, DensePrecision::kFloat, 3);
}

TEST_P(SpreadFactors, HaveTheSingularVectorsOfOneProcessFromAKrylovStart) {
  // Rank 70 takes a Krylov space, and probes for its residuals.
  expect_same_svd({.rank = 70, .tolerance = 1e-2, .max_iterations = 2}, DensePrecision::kBfloat16,
                  2);
}

TEST_P(SpreadFactors, HaveTheSingularVectorsOfOneProcessWhereSomeRanksHaveNoRows) {
  expect_same_svd({.rank = 5, .max_iterations = 2}, DensePrecision::kBfloat16, 5);
}

TEST_P(SpreadFactors, HaveTheTablesOfOneProcess) {
  for (const int size : {2, 3}) {
    expect_same_als({.sweeps = 2}, size);
    expect_same_als({.sweeps = 1, .precision = DensePrecision::kFloat}, size);
    expect_same_als({.sweeps = 1, .row_solver = RowSolver::kCholesky}, size);
    expect_same_als({.sweeps = 0}, size);
  }
}

TEST_P(SpreadFactors, SendWhatTheFormulasSay) {
  constexpr std::int64_t kColumns = 100, kTiles = 2;
  ThreadRanks(3).run([&](const Communicator& ranks) {
    const CellSpread rows = spread(ranks);
    const CooccurrenceMatrix counts = own(ranks);
    const auto matrix = stored(counts, rows, DensePrecision::kBfloat16);
    const Traffic before = ranks.traffic();
    matrix->multiply(RowMatrix(RowMatrix::Ones(rows.cols.kept(), kColumns)));
    EXPECT_EQ(ranks.traffic().gathered - before.gathered, 2 * rows.cols.kept() * 128 * kTiles);
    EXPECT_EQ(ranks.traffic().exchanged - before.exchanged, rows.rows.rows_sent() * 256 * kTiles);
    return 0;
  });
}

TEST_P(SpreadFactors, RefuseWhatIsForOneProcess) {
  ThreadRanks(2).run([&](const Communicator& ranks) {
    const CellSpread rows = spread(ranks);
    const CooccurrenceMatrix counts = own(ranks);
    const PpmiOperator matrix(counts, margins_, ppmi_, DensePrecision::kFloat, &rows);
    EXPECT_THROW(spectra_svd(matrix, {.rank = 3}), OptionError);
    const PmiCells by_rows(counts, margins_, ppmi_, {}, PmiOrientation::kRows);
    const PmiCells by_cols(counts, margins_, ppmi_, {}, PmiOrientation::kColumns);
    const std::vector<double> weights(static_cast<std::size_t>(counts_.rows()), 1.0);
    EXPECT_THROW(
        als({.by_rows = by_rows, .by_cols = by_cols, .row_weights = weights, .spread = &rows},
            {RowMatrix::Zero(rows.rows.kept(), 3), RowMatrix::Zero(rows.cols.kept(), 3)}, {}),
        OptionError);
    return 0;
  });
}

}  // namespace spread_factors_test
}  // namespace eigenlex
