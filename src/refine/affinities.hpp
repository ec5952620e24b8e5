#pragma once

#include <cstdint>

#include "eigenlex/core/array.hpp"
#include "eigenlex/matrix/nearest_rows.hpp"
#include "eigenlex/matrix/row_matrix.hpp"

namespace eigenlex::internal {

/// How much points attract each other: the joint probabilities p of t-SNE, a sparse symmetric
/// matrix whose entries sum to 1.
struct Affinities {
  /// Entries of a row come in blocks of so many, the last filled up with entries 0 of its point.
  static constexpr std::int64_t kBlock = 8;

  /// The entries of point i are begin[i] .. begin[i + 1] - 1, by rising id.
  Array<std::int64_t> begin;
  Array<std::int32_t> ids;
  Array<float> values;
};

/// p_ij = (p_i|j + p_j|i) / 2n with p_j|i = exp(-β_i d_ij²) / Σ over the neighbours of i, β_i such
/// that their entropy is that of `perplexity` equal neighbours. Determinism: points by themselves.
Affinities affinities_of(const NearestRows& near, double perplexity);

/// For each point i, Σ_j p_ij (y_i - y_j) / (1 + |y_i - y_j|²), of places y (n x 2).
void add_attraction(const Affinities& affinities, const RowMatrix& places, float factor,
                    RowMatrix& forces);

}  // namespace eigenlex::internal
