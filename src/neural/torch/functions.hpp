#pragma once

#include <cstdint>
#include <vector>

#include <ATen/ATen.h>

#include "neural/torch/batch.hpp"

namespace eigenlex::internal {

// Differentiable functions of libtorch's tensors that libtorch does not have, or not fast: the
// BLAS of a distribution is often the reference one, a fifth as fast as Eigen. All run on the
// calling thread alone and give the same bytes wherever they run.

/// a b, of a (m x k) and b (k x n).
at::Tensor product(const at::Tensor& a, const at::Tensor& b);

/// The maximum over a text's windows of the sums of projected words: the convolutions of Kim
/// (EMNLP 2014) once each distinct word of the shard has been multiplied by the filters.
///
/// `projected` is rows x (Σ widths · filters): for each width w, w groups of `filters` columns, one
/// for each place in the window. Returns texts x (widths · filters): max over t of Σ_j
/// projected[token t + j, group j]. A text shorter than the window has one window, the missing
/// words counting as zeros.
at::Tensor max_over_windows(const at::Tensor& projected, const Shard& shard,
                            const std::vector<std::int64_t>& widths, std::int64_t filters);

}  // namespace eigenlex::internal
