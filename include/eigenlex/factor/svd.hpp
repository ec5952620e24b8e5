#pragma once

#include <cstdint>
#include <functional>

#include <Eigen/Core>

#include "eigenlex/core/progress.hpp"
#include "eigenlex/matrix/linear_operator.hpp"
#include "eigenlex/matrix/row_matrix.hpp"
#include "eigenlex/matrix/spmm.hpp"

namespace eigenlex {

/// Truncated singular value decomposition A ≈ U Σ Vᵀ; one contract for all solvers. The size of the
/// entries does not matter: c A has the triplets of A with c Σ for any c that keeps entries and
/// singular values within the range of float, to the last bit if c is a power of two. A solver
/// calls `release`, where it is given, once after its last product: the matrix may be freed then,
/// which the tables that are still to be made, 4 d (n + m) bytes, can use.
struct SvdOptions {
  /// Number of singular triplets (d), 1 .. min(n, m).
  int rank = 300;
  /// Largest singular-triplet residual at which a solver may stop, relative to σ_1; 0 runs all
  /// iterations; >= 0.
  double tolerance = 7e-3;
  /// Most iterations: power iterations of `randomized_svd`, restarts of `spectra_svd`; >= 1.
  int max_iterations = 8;
  /// Columns beyond the rank in the randomized basis, as a share of the rank; >= 0.
  double oversampling = 0.25;
  /// Seed of the random start.
  std::uint64_t seed = 1;
  /// Throws OptionError naming the field, its value and the violated bound.
  void validate() const;
};

/// What a solver returns. The signs are fixed: the entry of largest magnitude of each u_i (the
/// first of equals) is positive.
struct SvdResult {
  RowMatrix u;                      ///< U, n x d, orthonormal columns
  Eigen::VectorXf singular_values;  ///< Σ, d, non-increasing, > 0
  RowMatrix v;                      ///< V, m x d, orthonormal columns
  Eigen::VectorXf residuals;  ///< ‖A v_i - σ_i u_i‖ / σ_1 of the triplets returned, d; by
                              ///< `randomized_svd`, for d > 64, estimated within about 9 %
  double orthogonality_error = 0;  ///< largest |UᵀU - I| or |VᵀV - I| entry
  int iterations = 0;              ///< iterations made
  bool converged = false;          ///< whether every residual is at most the tolerance
};

/// Randomized subspace iteration; Halko, Martinsson & Tropp (SIAM Review 2011, Algorithms 4.4 and
/// 5.1), accelerated by a Chebyshev filter (Rutishauser, Numerische Mathematik 1970) of degree 2.
///
/// For ranks above 64, where min(n, m) is ten times that, it starts from a block Krylov space
/// (Musco & Musco, NIPS 2015) that should already be as exact as asked for, so that one iteration
/// is the rule; it needs two to three times fewer products than a start from chance. Each iteration
/// multiplies by Aᵀ and by A once, or twice where the basis is filtered after it, the last one by
/// Aᵀ alone; Ritz values are a by-product, and residuals, which decide when to stop, are measured
/// with d columns, or for d > 64 estimated with 64 random probes (Achlioptas, JCSS 2003). With
/// degree 1 the filter is the shift of dashSVD (Feng, Xie, Song, Yu & Tang, ACM TOMS 2024). Throws
/// OptionError for a bad option, a matrix that is empty or not finite, a rank above min(n, m) or
/// above the matrix's own (singular values below 1e-5 σ_1 cannot be told from 0 in float), and
/// where a singular value is beyond float. Cost, for q > 1 iterations and l columns: 4 q - 4
/// products and 5 n l² flops an iteration; memory 4 (2 n + m) l bytes beside A, and 4 m l + 4 d (n
/// + m) once it may be freed. l is d (1 + oversampling), or d + 4 in whole blocks of 64 after a
/// Krylov start, which has about 3 d columns, at most 5 d, multiplied by Aᵀ and A once, and takes 4
/// bytes n a column. Determinism: the same bytes for any number of threads.
SvdResult randomized_svd(const LinearOperator& matrix, const SvdOptions& options,
                         const Progress& progress = {}, const std::function<void()>& release = {});

/// Implicitly restarted Lanczos on A Aᵀ or Aᵀ A (the smaller one) in double, by Spectra: the
/// reference.
///
/// Throws as `randomized_svd`. Non-convergence is a value of the result, with the triplets found so
/// far; residuals say how good they are.
SvdResult spectra_svd(const LinearOperator& matrix, const SvdOptions& options,
                      const Progress& progress = {}, const std::function<void()>& release = {});

/// Most bytes that the solvers take beside the matrix, n x m, when its products copy the dense side
/// whole, in that precision; `randomized_svd` more where its start takes more columns than usual.
std::int64_t randomized_svd_memory(std::int64_t rows, std::int64_t cols, const SvdOptions& options,
                                   DensePrecision precision);
std::int64_t spectra_svd_memory(std::int64_t rows, std::int64_t cols, const SvdOptions& options);

}  // namespace eigenlex
