#pragma once

#include <string>

#include <pybind11/pybind11.h>

#include "eigenlex/core/error.hpp"

namespace eigenlex::python {

/// The keyword by which users of the package set a field of the library, as `SvdOptions.rank`.
std::string keyword_of(const std::string& field);

}  // namespace eigenlex::python
