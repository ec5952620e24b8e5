// The SVD of a matrix whose rows two processes share, against that in one process.

#include <array>

#include <gtest/gtest.h>

#include "eigenlex/factor/svd.hpp"
#include "eigenlex/matrix/sparse_operator.hpp"

#include "support/matrices.hpp"
#include "support/two_ranks.hpp"

namespace eigenlex {
namespace spread_svd_test {

using testing::random_sparse;
using testing::RankReducer;
using testing::TwoRanks;

/// Gathers the right-hand side, and gives the rows of the product that are here.
class SpreadOperator final : public LinearOperator {
 public:
  SpreadOperator(const LinearOperator& whole, const RankReducer& rows, const RankReducer& cols)
      : whole_(whole), rows_(rows), cols_(cols) {}

  std::int64_t rows() const override { return rows_.here(); }
  std::int64_t cols() const override { return cols_.here(); }
  const Reducer& row_reducer() const override { return rows_; }
  const Reducer& col_reducer() const override { return cols_; }
  double magnitude() const override { return whole_.magnitude(); }
  RowMatrix multiply(const RowMatrix& right) const override {
    return rows_.part(whole_.multiply(join(right)));
  }
  RowMatrix multiply_transposed(const RowMatrix& right) const override {
    return cols_.part(whole_.multiply_transposed(join(right)));
  }
  Eigen::VectorXd multiply(const Eigen::VectorXd&) const override { return {}; }
  Eigen::VectorXd multiply_transposed(const Eigen::VectorXd&) const override { return {}; }

 private:
  RowMatrix join(const RowMatrix& right) const { return rows_.ranks().join(rows_.rank(), right); }

  const LinearOperator& whole_;
  const RankReducer& rows_;
  const RankReducer& cols_;
};

void expect_same(const SparseOperator& whole, const SvdOptions& options) {
  const SvdResult one = randomized_svd(whole, options);
  TwoRanks ranks;
  std::array<SvdResult, 2> parts;
  ranks.run([&](int rank) {
    const RankReducer rows(ranks, rank, 2 * kSumRows, whole.rows());
    const RankReducer cols(ranks, rank, kSumRows, whole.cols());
    parts[static_cast<std::size_t>(rank)] =
        randomized_svd(SpreadOperator(whole, rows, cols), options);
  });
  RowMatrix u(whole.rows(), options.rank), v(whole.cols(), options.rank);
  u << parts[0].u, parts[1].u;
  v << parts[0].v, parts[1].v;
  EXPECT_EQ(u, one.u);
  EXPECT_EQ(v, one.v);
  for (const SvdResult& part : parts) {
    EXPECT_EQ(part.singular_values, one.singular_values);
    EXPECT_EQ(part.residuals, one.residuals);
    EXPECT_EQ(part.orthogonality_error, one.orthogonality_error);
    EXPECT_EQ(part.iterations, one.iterations);
  }
}

TEST(SpreadSvd, HasTheBytesOfOneProcessFromARandomStart) {
  expect_same(SparseOperator(random_sparse(3000, 1500, 4)), {.rank = 10, .max_iterations = 4});
}

TEST(SpreadSvd, HasTheBytesOfOneProcessFromAKrylovStart) {
  // Rank 70 takes a Krylov space, and probes for its residuals.
  expect_same(SparseOperator(random_sparse(3000, 1500, 5), DensePrecision::kBfloat16),
              {.rank = 70, .tolerance = 1e-2, .max_iterations = 2});
}

}  // namespace spread_svd_test
}  // namespace eigenlex
