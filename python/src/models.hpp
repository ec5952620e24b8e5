#pragma once

#include <memory>

#include <pybind11/pybind11.h>

#include "eigenlex/embedding/matrix_model.hpp"
#include "eigenlex/embedding/model.hpp"

namespace eigenlex::python {

/// A model as Python holds it; arrays and vectors that it is asked for keep it alive.
using HeldModel = std::shared_ptr<Model>;
using HeldMatrixModel = std::shared_ptr<MatrixModel>;

}  // namespace eigenlex::python
