#pragma once

#include <algorithm>
#include <string>
#include <type_traits>
#include <variant>

#include "eigenlex/counts/cooccurrence.hpp"

namespace eigenlex::testing {

/// Whether two matrices have the same cells of the same width, wherever those lie.
inline bool same_cells(const CooccurrenceMatrix& a, const CooccurrenceMatrix& b) {
  return std::visit(
      []<class X, class Y>(const X& x, const Y& y) {
        if constexpr (std::is_same_v<typename X::value_type, typename Y::value_type>) {
          if (x.rows != y.rows || x.cols != y.cols || x.indptr != y.indptr) return false;
          CsrBuffer<typename X::value_type> x_buffer, y_buffer;
          const auto x_rows = x.view(0, x.rows, x_buffer);
          const auto y_rows = y.view(0, y.rows, y_buffer);
          return std::equal(x_rows.indices, x_rows.indices + x.nonzeros(), y_rows.indices) &&
                 std::equal(x_rows.values, x_rows.values + x.nonzeros(), y_rows.values);
        } else {
          return false;
        }
      },
      a.cells, b.cells);
}

/// A name for tests of each kind of context.
inline std::string context_name(ContextKind kind) {
  switch (kind) {
    case ContextKind::kDirectional:
      return "Directional";
    case ContextKind::kNear:
      return "Near";
    case ContextKind::kSymmetric:
      break;
  }
  return "Symmetric";
}

}  // namespace eigenlex::testing
