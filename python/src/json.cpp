#include "json.hpp"

#include <cstdint>

#include "strings.hpp"

namespace eigenlex::python {
namespace py = pybind11;
using nlohmann::json;

namespace {

json integer_of(py::handle value) {
  const py::object integer = py::reinterpret_steal<py::object>(PyNumber_Index(value.ptr()));
  if (!integer) throw py::error_already_set();
  const std::int64_t number = PyLong_AsLongLong(integer.ptr());
  if (number != -1 || PyErr_Occurred() == nullptr) return number;
  PyErr_Clear();
  const std::uint64_t larger = PyLong_AsUnsignedLongLong(integer.ptr());
  if (PyErr_Occurred() == nullptr) return larger;
  PyErr_Clear();
  // No option has such a number: it is refused as the float that it is.
  const double number_of_many_digits = PyLong_AsDouble(integer.ptr());
  if (PyErr_Occurred() != nullptr) throw py::error_already_set();
  return number_of_many_digits;
}

json json_list_of(py::handle values) {
  json list = json::array();
  for (const py::handle value : values) list.push_back(json_of(value));
  return list;
}

json dict_of(const py::dict& values) {
  json object = json::object();
  for (const auto& [key, value] : values) object[bytes_of(key)] = json_of(value);
  return object;
}

}  // namespace

py::object object_of(const json& value) {
  switch (value.type()) {
    case json::value_t::boolean:
      return py::bool_(value.get<bool>());
    case json::value_t::number_integer:
      return py::int_(value.get<std::int64_t>());
    case json::value_t::number_unsigned:
      return py::int_(value.get<std::uint64_t>());
    case json::value_t::number_float:
      return py::float_(value.get<double>());
    case json::value_t::string:
      return str_of(value.get_ref<const std::string&>());
    case json::value_t::array: {
      py::list list;
      for (const json& each : value) list.append(object_of(each));
      return list;
    }
    case json::value_t::object: {
      py::dict dict;
      for (const auto& [key, each] : value.items()) dict[str_of(key)] = object_of(each);
      return dict;
    }
    default:
      return py::none();
  }
}

json json_of(py::handle value) {
  if (value.is_none()) return nullptr;
  if (PyBool_Check(value.ptr())) return value.ptr() == Py_True;
  if (PyUnicode_Check(value.ptr())) return bytes_of(value);
  if (PyDict_Check(value.ptr())) return dict_of(py::reinterpret_borrow<py::dict>(value));
  if (PyList_Check(value.ptr()) || PyTuple_Check(value.ptr())) return json_list_of(value);
  if (PyIndex_Check(value.ptr())) return integer_of(value);
  const double number = PyFloat_AsDouble(value.ptr());
  if (number == -1 && PyErr_Occurred() != nullptr) throw py::error_already_set();
  return number;
}

}  // namespace eigenlex::python
