#pragma once

#include <cstdint>

#include <Eigen/Core>

#include "eigenlex/core/enum_names.hpp"
#include "eigenlex/matrix/csr_matrix.hpp"
#include "eigenlex/matrix/row_matrix.hpp"

namespace eigenlex {

/// How the dense side of a sparse-dense product is stored while it is multiplied. Products are
/// summed in float either way.
enum class DensePrecision {
  kFloat,     ///< 32 bits
  kBfloat16,  ///< 16 bits, 8 of them significand: half the memory traffic, about twice the speed
};
constexpr auto enum_names(DensePrecision) {
  return std::to_array<EnumName<DensePrecision>>(
      {{DensePrecision::kFloat, "float"}, {DensePrecision::kBfloat16, "bfloat16"}});
}

/// Sparse times dense, A X (n x m times m x l gives n x l).
///
/// Works on tiles of 64 columns: the tile of X is copied to consecutive rows of 256 bytes (float)
/// or 128 (bfloat16, rounded to nearest even), and a row of the result stays in registers while the
/// non-zeros of the row are gone through in order. With bfloat16 each element of X carries a
/// relative error of at most 2^-8. Throws OptionError if the shapes do not fit. Cost: 2 l flops a
/// non-zero, 8 bytes of A and 256 or 128 bytes of X a non-zero and tile, most of it from cache.
/// Determinism: a row is summed by one thread in column order.
RowMatrix multiply(const CsrMatrix<float>& matrix, const RowMatrix& right,
                   DensePrecision precision);

/// The same of columns first .. first + size - 1 of X, into a product (n x size) whose memory is
/// used again where it has that shape already. It must not be X.
void multiply_columns(const CsrMatrix<float>& matrix, const RowMatrix& right, std::int64_t first,
                      std::int64_t size, DensePrecision precision, RowMatrix& product);

/// Bytes of an m x l matrix on the dense side of a product, copied to whole tiles.
std::int64_t packed_bytes(std::int64_t rows, std::int64_t columns, DensePrecision precision);

/// Sparse matrix times vector, in double; a row is summed by one thread in column order.
Eigen::VectorXd multiply(const CsrMatrix<float>& matrix, const Eigen::VectorXd& right);

}  // namespace eigenlex
