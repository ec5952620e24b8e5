#pragma once

#include <nlohmann/json.hpp>
#include <pybind11/pybind11.h>

namespace eigenlex::python {

/// None, bool, int, float, str, list or dict, which may hold each other.
pybind11::object object_of(const nlohmann::json& value);
/// Of the same and of numbers of NumPy. Throws Python's TypeError for anything else.
nlohmann::json json_of(pybind11::handle value);

}  // namespace eigenlex::python
