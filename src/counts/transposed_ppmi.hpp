#pragma once

#include <cstdint>
#include <functional>

#include "eigenlex/counts/pmi_rows.hpp"
#include "eigenlex/matrix/csr_matrix.hpp"

namespace eigenlex::internal {

/// Rows of the transpose of the PPMI matrix: those that are read from the rows `is_own(word)` of
/// the counts, and no others, in the order of their numbers, as a matrix by themselves. The values
/// are those of `ppmi`. Memory: 16 bytes a positive cell while they are joined, 8 of which stay.
CsrMatrix<float> own_transposed_ppmi(const CooccurrenceMatrix& counts, const PmiRows& pmi,
                                     const std::function<bool(std::int64_t word)>& is_own);

}  // namespace eigenlex::internal
