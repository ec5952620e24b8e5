// What holds for every solver, and what every solver is compared with: Eigen's dense SVD.

#include <algorithm>
#include <cmath>
#include <functional>
#include <memory>
#include <ostream>
#include <string>
#include <utility>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "eigenlex/core/cancellation.hpp"
#include "eigenlex/core/error.hpp"
#include "eigenlex/core/parallel.hpp"
#include "eigenlex/factor/svd.hpp"
#include "eigenlex/matrix/sparse_operator.hpp"
#include "eigenlex/matrix/tall.hpp"

#include "support/dense_algebra.hpp"
#include "support/matrices.hpp"

namespace eigenlex {
namespace svd_contract_test {

using ::testing::HasSubstr;
using testing::random_sparse;
using testing::to_csr;
using testing::to_dense;
using testing::with_spectrum;

struct Solver {
  std::string name;
  std::function<SvdResult(const LinearOperator&, const SvdOptions&, const Progress&,
                          const std::function<void()>&)>
      solve;
};

Eigen::VectorXd spectrum(Eigen::Index size, const std::function<double(double)>& at) {
  Eigen::VectorXd values(size);
  for (Eigen::Index i = 0; i < size; ++i) values[i] = at(static_cast<double>(i));
  return values;
}

/// Sine of the largest angle between two subspaces with orthonormal bases.
double subspace_distance(const Eigen::MatrixXd& a, const Eigen::MatrixXd& b) {
  return testing::dense_svd(b - a * (a.transpose() * b)).values[0];
}

void PrintTo(const Solver& solver, std::ostream* out) { *out << solver.name; }

class SvdContract : public ::testing::TestWithParam<Solver> {
 protected:
  static SvdResult solve(const Eigen::MatrixXd& dense, const SvdOptions& options) {
    return GetParam().solve(SparseOperator(to_csr(dense)), options, {}, {});
  }
  static SvdOptions exact(int rank) { return {.rank = rank, .tolerance = 0, .max_iterations = 60}; }
  static std::string message(const Eigen::MatrixXd& dense, const SvdOptions& options) {
    try {
      solve(dense, options);
    } catch (const OptionError& error) {
      return error.what();
    }
    return "";
  }
  static void expect_dense_svd(const Eigen::MatrixXd& dense, int rank) {
    const SvdResult result = solve(dense, exact(rank));
    const testing::DenseSvd oracle = testing::dense_svd(dense);
    ASSERT_EQ(result.u.rows(), dense.rows());
    ASSERT_EQ(result.v.rows(), dense.cols());
    ASSERT_EQ(result.singular_values.size(), rank);
    for (Eigen::Index i = 0; i < rank; ++i) {
      // Rounding of A to float moves each singular value by at most ε ‖A‖.
      EXPECT_NEAR(result.singular_values[i], oracle.values[i], 2e-6 * oracle.values[0]);
    }
    EXPECT_LT(subspace_distance(oracle.u.leftCols(rank), result.u.cast<double>()), 1e-3);
    EXPECT_LT(subspace_distance(oracle.v.leftCols(rank), result.v.cast<double>()), 1e-3);
    EXPECT_LT(result.residuals.maxCoeff(), 1e-4);
  }
};

TEST_P(SvdContract, FindsAKnownSpectrum) {
  const Eigen::VectorXd known = spectrum(60, [](double i) { return 100 / (1 + i); });
  const SvdResult result = solve(with_spectrum(150, 90, known, 1), exact(20));
  for (Eigen::Index i = 0; i < 20; ++i) EXPECT_NEAR(result.singular_values[i], known[i], 2e-4);
}

TEST_P(SvdContract, AgreesWithTheDenseSvdOnTallAndWideMatrices) {
  expect_dense_svd(
      with_spectrum(200, 80, spectrum(80, [](double i) { return std::pow(0.8, i); }), 2), 10);
  expect_dense_svd(
      with_spectrum(80, 200, spectrum(80, [](double i) { return std::pow(0.8, i); }), 4), 10);
}

TEST_P(SvdContract, AgreesWithTheDenseSvdOnClusteredSpectra) {
  // Ten singular values within 1e-3 of 5, ten of 1, the rest below: vectors within a cluster are
  // arbitrary, the subspace of the clusters is not.
  const auto clusters = [](double i) { return (i < 10 ? 5 : i < 20 ? 1 : 0.2) * (1 - 1e-4 * i); };
  expect_dense_svd(with_spectrum(150, 120, spectrum(60, clusters), 6), 20);
}

TEST_P(SvdContract, AgreesWithTheDenseSvdOnSlowlyDecayingSpectra) {
  // PPMI matrices decay about like this; the gap after the rank is 1 %.
  const auto slow = [](double i) { return std::pow(1 + i, -0.5) * (i < 25 ? 1 : 0.9); };
  expect_dense_svd(with_spectrum(160, 150, spectrum(150, slow), 8), 25);
}

TEST_P(SvdContract, AgreesWithTheDenseSvdOnASparseMatrix) {
  const Eigen::MatrixXd dense = to_dense(random_sparse(120, 70, 10));
  const SvdResult result = solve(dense, exact(15));
  const Eigen::VectorXd values = testing::dense_svd(dense).values;
  for (Eigen::Index i = 0; i < 15; ++i) {
    EXPECT_NEAR(result.singular_values[i], values[i], 1e-4 * values[0]);
  }
}

TEST_P(SvdContract, FullRankReconstructsTheMatrix) {
  const Eigen::MatrixXd dense =
      with_spectrum(30, 12, spectrum(12, [](double i) { return 3.0 - i / 6; }), 12);
  const SvdResult r = solve(dense, exact(12));
  const Eigen::MatrixXd back = r.u.cast<double>() * r.singular_values.cast<double>().asDiagonal() *
                               r.v.cast<double>().transpose();
  EXPECT_LT((back - dense).norm(), 1e-5);
}

TEST_P(SvdContract, RankOneAndOneByOneMatricesWork) {
  const SvdResult one = solve(Eigen::MatrixXd::Constant(1, 1, -4.0), exact(1));
  EXPECT_FLOAT_EQ(one.singular_values[0], 4);
  EXPECT_FLOAT_EQ(one.u(0, 0), 1);
  EXPECT_FLOAT_EQ(one.v(0, 0), -1);
  const SvdResult outer = solve(Eigen::MatrixXd::Ones(6, 5), exact(1));
  EXPECT_NEAR(outer.singular_values[0], std::sqrt(30), 1e-5);
}

TEST_P(SvdContract, ReportedResidualsAndOrthogonalityAreThoseOfTheTripletsReturned) {
  const Eigen::MatrixXd dense = to_dense(random_sparse(150, 100, 14));
  const SvdResult r = solve(dense, {.rank = 20, .tolerance = 0.3, .max_iterations = 50});
  const Eigen::MatrixXd u = r.u.cast<double>(), v = r.v.cast<double>();
  const Eigen::VectorXd sigma = r.singular_values.cast<double>();
  for (Eigen::Index i = 0; i < 20; ++i) {
    EXPECT_NEAR(r.residuals[i], (dense * v.col(i) - sigma[i] * u.col(i)).norm() / sigma[0], 1e-5);
  }
  const double error =
      std::max((u.transpose() * u - Eigen::MatrixXd::Identity(20, 20)).cwiseAbs().maxCoeff(),
               (v.transpose() * v - Eigen::MatrixXd::Identity(20, 20)).cwiseAbs().maxCoeff());
  EXPECT_NEAR(r.orthogonality_error, error, 1e-6);
  EXPECT_LT(r.orthogonality_error, 1e-5);
}

TEST_P(SvdContract, StopsWhenTheToleranceIsMetAndSaysSo) {
  const Eigen::MatrixXd dense = to_dense(random_sparse(150, 100, 16));
  const SvdResult loose = solve(dense, {.rank = 10, .tolerance = 0.05, .max_iterations = 100});
  EXPECT_TRUE(loose.converged);
  EXPECT_LE(loose.residuals.maxCoeff(), 0.05);
  EXPECT_LT(loose.iterations, 100);
}

TEST_P(SvdContract, LargestEntryOfEachLeftVectorIsPositive) {
  const SvdResult r = solve(to_dense(random_sparse(150, 100, 18)), exact(10));
  for (Eigen::Index j = 0; j < 10; ++j) {
    Eigen::Index largest = 0;
    r.u.col(j).cwiseAbs().maxCoeff(&largest);
    EXPECT_GT(r.u(largest, j), 0);
  }
}

TEST_P(SvdContract, SameBytesForAnyNumberOfThreads) {
  const SparseOperator matrix(random_sparse(2500, 1300, 20));
  const auto run = [&](int threads) {
    const ThreadCount scope(threads);
    return GetParam().solve(matrix, {.rank = 12, .max_iterations = 4}, {}, {});
  };
  const SvdResult once = run(1);
  for (const int threads : {2, 3}) {
    const SvdResult again = run(threads);
    EXPECT_EQ(again.u, once.u);
    EXPECT_EQ(again.singular_values, once.singular_values);
    EXPECT_EQ(again.v, once.v);
    EXPECT_EQ(again.residuals, once.residuals);
  }
}

TEST_P(SvdContract, OfAMatrixTimesAPowerOfTwoIsTheSameToTheLastBit) {
  CsrMatrix<float> matrix = random_sparse(400, 250, 30);
  const auto solve_scaled = [&](int exponent) {
    CsrMatrix<float> scaled = matrix;
    for (float& value : scaled.values) value = std::ldexp(value, exponent);
    return GetParam().solve(SparseOperator(std::move(scaled)), {.rank = 8, .max_iterations = 5}, {},
                            {});
  };
  const SvdResult plain = solve_scaled(0);
  for (const int exponent : {-90, -40, -7, 3, 40, 110}) {
    const SvdResult scaled = solve_scaled(exponent);
    EXPECT_EQ(scaled.u, plain.u) << exponent;
    EXPECT_EQ(scaled.v, plain.v);
    EXPECT_EQ(scaled.singular_values * std::ldexp(1.0f, -exponent), plain.singular_values);
    EXPECT_EQ(scaled.residuals, plain.residuals);
  }
}

TEST_P(SvdContract, OfAMatrixOfAnySizeIsThatOfTheMatrixScaled) {
  const Eigen::MatrixXd dense = to_dense(random_sparse(60, 45, 31));
  const SvdResult plain = solve(dense, exact(4));
  for (const double scale : {1e-40, 1e-30, 1e-12, 1e9, 1e19, 1e30, 1e37}) {
    const SvdResult scaled = solve(scale * dense, exact(4));
    // Floats below 1e-38 have fewer digits: 1e-40 about 17 bits.
    const double rounding = scale < 1e-38 ? 1e-3 : 1e-5;
    for (Eigen::Index i = 0; i < 4; ++i) {
      EXPECT_NEAR(double{scaled.singular_values[i]} / scale / plain.singular_values[i], 1, rounding)
          << scale;
    }
    EXPECT_LT((scaled.u - plain.u).cwiseAbs().maxCoeff(), 100 * rounding);
    EXPECT_LT(scaled.residuals.maxCoeff(), 1e-4);
  }
}

TEST_P(SvdContract, RefusesWhatIsNotFiniteAndWhatWouldNotBe) {
  Eigen::MatrixXd dense = to_dense(random_sparse(60, 45, 32));
  EXPECT_THAT(message(1e38 * dense.cwiseMin(3).cwiseMax(-3), {.rank = 3}),
              HasSubstr("must be divided by a power of ten"));
  for (const double bad : {HUGE_VAL, std::nan("")}) {
    dense(3, 4) = bad;
    EXPECT_THAT(message(dense, {.rank = 3}), HasSubstr("must have finite entries"));
  }
}

TEST_P(SvdContract, RefusesRanksTheMatrixCannotHave) {
  const Eigen::MatrixXd dense = to_dense(random_sparse(30, 20, 22));
  EXPECT_THAT(message(dense, {.rank = 21}), HasSubstr("SvdOptions.rank = 21: must be 1..20"));
  EXPECT_THAT(message(dense, {.rank = 0}), HasSubstr("SvdOptions.rank = 0"));
}

TEST_P(SvdContract, RefusesRanksTheDataDoNotSupport) {
  const Eigen::MatrixXd dense =
      with_spectrum(40, 30, spectrum(7, [](double i) { return 2.0 - i / 10; }), 24);
  EXPECT_THAT(message(dense, exact(12)), HasSubstr("must be at most 7"));
  EXPECT_EQ(message(dense, exact(7)), "");
}

TEST_P(SvdContract, RefusesEmptyAndZeroMatrices) {
  EXPECT_THAT(message(Eigen::MatrixXd(0, 5), {.rank = 1}), HasSubstr("must have rows and columns"));
  EXPECT_THAT(message(Eigen::MatrixXd::Zero(20, 15), {.rank = 3}),
              HasSubstr("must have non-zero entries"));
}

TEST_P(SvdContract, ProgressCanStopTheWork) {
  const SparseOperator matrix(random_sparse(100, 60, 26));
  EXPECT_THROW(GetParam().solve(matrix, {.rank = 5},
                                [](std::int64_t, std::int64_t) { throw Interrupted(); }, {}),
               Interrupted);
}

/// Has the work cancelled in its n-th product.
class CancellingOperator final : public LinearOperator {
 public:
  CancellingOperator(const LinearOperator& matrix, Cancellation& cancellation, int product)
      : matrix_(matrix), cancellation_(cancellation), left_(product) {}
  std::int64_t rows() const override { return matrix_.rows(); }
  std::int64_t cols() const override { return matrix_.cols(); }
  double magnitude() const override { return matrix_.magnitude(); }
  RowMatrix multiply(const RowMatrix& right) const override {
    count();
    return matrix_.multiply(right);
  }
  RowMatrix multiply_transposed(const RowMatrix& right) const override {
    count();
    return matrix_.multiply_transposed(right);
  }
  Eigen::VectorXd multiply(const Eigen::VectorXd& right) const override {
    count();
    return matrix_.multiply(right);
  }
  Eigen::VectorXd multiply_transposed(const Eigen::VectorXd& right) const override {
    count();
    return matrix_.multiply_transposed(right);
  }
  /// Products begun after the one that was to be the last.
  int products_too_many() const { return std::max(0, -left_); }

 private:
  void count() const {
    if (--left_ == 0) cancellation_.request();
  }

  const LinearOperator& matrix_;
  Cancellation& cancellation_;
  mutable int left_;
};

TEST_P(SvdContract, LetsTheMatrixBeFreedBeforeTheEnd) {
  const CsrMatrix<float> sparse = random_sparse(700, 690, 27);
  // By random vectors, and by a Krylov space where there is one.
  for (const int rank : {5, 65}) {
    const SvdOptions options{.rank = rank, .tolerance = 0.05};
    const SvdResult kept = GetParam().solve(SparseOperator(sparse), options, {}, {});
    auto matrix = std::make_unique<SparseOperator>(sparse);
    int calls = 0;
    const SvdResult freed = GetParam().solve(*matrix, options, {}, [&] {
      ++calls;
      matrix.reset();
    });
    EXPECT_EQ(calls, 1);
    EXPECT_EQ(freed.u, kept.u);
    EXPECT_EQ(freed.v, kept.v);
    EXPECT_EQ(freed.residuals, kept.residuals);
  }
}

TEST_P(SvdContract, ACancellationStopsTheProductUnderWay) {
  const SparseOperator matrix(random_sparse(100, 60, 26));
  for (const int product : {1, 2, 4}) {
    Cancellation cancellation;
    const CancellationScope scope(cancellation);
    const CancellingOperator cancelling(matrix, cancellation, product);
    EXPECT_THROW(GetParam().solve(cancelling, {.rank = 5}, {}, {}), Interrupted);
    EXPECT_EQ(cancelling.products_too_many(), 0);
  }
  EXPECT_EQ(GetParam().solve(matrix, {.rank = 5}, {}, {}).u.rows(), 100);
}

INSTANTIATE_TEST_SUITE_P(Solvers, SvdContract,
                         ::testing::Values(Solver{"Randomized", randomized_svd},
                                           Solver{"Spectra", spectra_svd}),
                         [](const auto& solver) { return solver.param.name; });

}  // namespace svd_contract_test
}  // namespace eigenlex
