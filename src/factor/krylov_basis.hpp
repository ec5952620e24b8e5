#pragma once

#include <cstdint>

#include "eigenlex/core/progress.hpp"
#include "eigenlex/matrix/linear_operator.hpp"
#include "eigenlex/matrix/row_matrix.hpp"

namespace eigenlex::internal {

struct KrylovOptions {
  /// Triplets wanted; >= 1.
  std::int64_t rank = 0;
  /// Estimated residual of the triplets, relative to σ_1, at which the space is large enough; > 0.
  double tolerance = 0;
  /// Seed of the random start.
  std::uint64_t seed = 0;
};

/// Whether a Krylov space of an n x m matrix saves products: not where the rank is less than a
/// block, which gives few blocks for the columns, nor where the space would be much of that of the
/// matrix.
bool is_worth_krylov(std::int64_t rows, std::int64_t cols, const KrylovOptions& options);

/// Columns of the basis that `krylov_basis` returns.
std::int64_t krylov_columns(const KrylovOptions& options);

/// Most bytes that `krylov_basis` takes: with a space of 5 rank columns. Most matrices need fewer
/// for the tolerance, but how many is not known before.
std::int64_t krylov_memory(std::int64_t rows, const KrylovOptions& options);

/// An orthonormal basis close to the leading left singular vectors of A (n x m), of at least 4
/// columns more than the rank: the leading Ritz vectors of A Aᵀ in the block Krylov space
/// span(A Ω, (A Aᵀ) A Ω, (A Aᵀ)² A Ω, ...).
///
/// Musco & Musco (NIPS 2015); computed as a block Lanczos process (Golub & Underwood, Mathematical
/// Software III, 1977) on blocks of 64 columns, the width at which sparse products run best, each
/// orthogonalized against all before it. A subspace iteration keeps of its products only the last;
/// this keeps them all, and so needs far fewer. It stops when the coupling to the block that would
/// come next says that the residuals are within the tolerance, or at 5 rank columns.
///
/// With K columns at the end, the cost is 2 K columns of products, 2 n K² flops and eigenproblems
/// of size K; memory 4 n K bytes. Determinism: the same bytes for any number of threads.
RowMatrix krylov_basis(const LinearOperator& matrix, const KrylovOptions& options,
                       const Progress& progress = {});

}  // namespace eigenlex::internal
