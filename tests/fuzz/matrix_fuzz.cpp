// Sparse matrices: what is read keeps the invariants of its kind.

#include <cmath>
#include <cstdlib>

#include "eigenlex/core/error.hpp"
#include "eigenlex/matrix/matrix_file.hpp"

#include "fuzz/scratch.hpp"
#include "fuzz/targets.hpp"

namespace {

bool is_sound(const eigenlex::LabelledMatrix& matrix) {
  const eigenlex::CsrMatrix<float>& values = matrix.values;
  if (values.rows != matrix.rows.size() || values.cols != matrix.columns.size()) return false;
  for (std::int64_t row = 0; row < values.rows; ++row) {
    std::int64_t before = -1;
    for (const std::int32_t column : values.row_indices(row)) {
      if (column <= before || column >= values.cols) return false;
      before = column;
    }
    if (before < 0) return false;
    for (const float value : values.row_values(row)) {
      if (value == 0 || !std::isfinite(value)) return false;
    }
  }
  return true;
}

}  // namespace

void eigenlex::testing::matrix_fuzz(const std::uint8_t* data, std::size_t size) {
  const auto path = input_file(as_text(data, size));
  refuse_well<FormatError>([&] {
    if (!is_sound(read_matrix_file(path.string()))) std::abort();
  });
}
