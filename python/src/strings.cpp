#include "strings.hpp"

namespace eigenlex::python {
namespace py = pybind11;
namespace {

/// The bytes of a new reference to a bytes object; throws what Python raised where it is null.
std::string taken(PyObject* bytes) {
  if (bytes == nullptr) throw py::error_already_set();
  return std::string(py::reinterpret_steal<py::bytes>(bytes));
}

std::string type_of(py::handle object) {
  return std::string(py::str(py::type::handle_of(object).attr("__name__")));
}

}  // namespace

py::str str_of(std::string_view bytes) {
  PyObject* const text =
      PyUnicode_DecodeUTF8(bytes.data(), static_cast<Py_ssize_t>(bytes.size()), "surrogateescape");
  if (text == nullptr) throw py::error_already_set();
  return py::reinterpret_steal<py::str>(text);
}

std::string bytes_of(py::handle text) {
  if (!PyUnicode_Check(text.ptr())) {
    throw py::type_error("a str is needed, not " + type_of(text));
  }
  Py_ssize_t size = 0;
  // Nearly all are UTF-8, which Python hands out without a copy.
  if (const char* const bytes = PyUnicode_AsUTF8AndSize(text.ptr(), &size)) {
    return {bytes, static_cast<std::size_t>(size)};
  }
  PyErr_Clear();
  return taken(PyUnicode_AsEncodedString(text.ptr(), "utf-8", "surrogateescape"));
}

std::vector<std::string> all_bytes_of(py::handle texts, const char* argument) {
  std::vector<std::string> all;
  for (const py::handle text : texts) {
    if (!PyUnicode_Check(text.ptr())) {
      throw py::type_error(std::string(argument) + ": must be of str, and has a " + type_of(text));
    }
    all.push_back(bytes_of(text));
  }
  return all;
}

std::string path_of(py::handle path) {
  PyObject* bytes = nullptr;
  if (PyUnicode_FSConverter(path.ptr(), &bytes) == 0) throw py::error_already_set();
  return taken(bytes);
}

}  // namespace eigenlex::python
