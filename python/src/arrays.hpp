#pragma once

#include <span>
#include <string>
#include <vector>

#include <pybind11/numpy.h>
#include <pybind11/pybind11.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/embedding/embedding.hpp"

namespace eigenlex::python {

/// An array as it is where its numbers are of that type and in C order, else a copy that is so.
template <class T>
using Numbers = pybind11::array_t<T, pybind11::array::c_style | pybind11::array::forcecast>;

/// A read-only array over numbers that `owner` keeps alive.
template <class T>
pybind11::array view_of(std::vector<pybind11::ssize_t> shape, const T* numbers,
                        pybind11::handle owner) {
  pybind11::array_t<T> view(std::move(shape), numbers, owner);
  view.attr("setflags")(pybind11::arg("write") = false);
  return view;
}

/// An array that takes over a vector.
template <class Vector>
pybind11::array array_of(Vector values) {
  using T = typename Vector::value_type;
  auto* const held = new Vector(std::move(values));
  const pybind11::capsule owner(held, [](void* vector) { delete static_cast<Vector*>(vector); });
  return pybind11::array_t<T>({static_cast<pybind11::ssize_t>(held->size())}, held->data(), owner);
}

/// An array that takes over a matrix in C order.
template <class Matrix>
pybind11::array array_of_matrix(Matrix matrix) {
  static_assert(Matrix::IsRowMajor || Matrix::ColsAtCompileTime == 1);
  using T = typename Matrix::Scalar;
  auto* const held = new Matrix(std::move(matrix));
  const pybind11::capsule owner(held, [](void* table) { delete static_cast<Matrix*>(table); });
  return pybind11::array_t<T>({held->rows(), held->cols()}, held->data(), owner);
}

/// A copy of an array of two dimensions. Throws OptionError naming the argument for another shape.
inline Table table_of(const Numbers<float>& array, const char* argument) {
  if (array.ndim() != 2) {
    throw OptionError(argument, "an array of " + std::to_string(array.ndim()) + " dimensions",
                      "must have two");
  }
  Table table = new_row_matrix(array.shape(0), array.shape(1));
  if (table.size() > 0) std::copy_n(array.data(), table.size(), table.data());
  return table;
}

/// The numbers of an array of one dimension. Throws OptionError naming the argument for another.
template <class T>
std::span<const T> list_of(const Numbers<T>& array, const char* argument) {
  if (array.ndim() != 1) {
    throw OptionError(argument, "an array of " + std::to_string(array.ndim()) + " dimensions",
                      "must have one");
  }
  return {array.data(), static_cast<std::size_t>(array.size())};
}

}  // namespace eigenlex::python
