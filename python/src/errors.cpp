#include "errors.hpp"

#include <exception>
#include <map>
#include <regex>
#include <string_view>
#include <utility>

#include <pybind11/stl.h>

#include "bindings.hpp"
#include "strings.hpp"

namespace eigenlex::python {
namespace py = pybind11;
namespace {

/// Fields whose keyword is another word than their own.
const std::map<std::string_view, std::string_view>& keywords() {
  static const std::map<std::string_view, std::string_view> kKeywords{
      {"TokenizerOptions.kind", "tokenizer"},
      {"PhraseOptions.passes", "phrases"},
      {"PhraseOptions.threshold", "phrase_threshold"},
      {"PhraseOptions.min_count", "phrase_min_count"},
      {"VocabularyOptions.max_size", "max_vocab"},
      {"CooccurrenceOptions.weight", "window_weight"},
      {"SvdOptions.rank", "dim"},
      {"AlsOptions.unobserved_weight", "unobserved"},
      {"AlsOptions.cg_steps", "steps"},
      {"CellWeightOptions.full_weight_count", "weight_max"},
      {"CellWeightOptions.exponent", "weight_exponent"},
      {"SubwordShareOptions.share", "subword_share"},
      {"BagRegressionOptions.regularization", "subword_regularization"},
      {"StorageOptions.memory", "a quarter of memory"},
      {"NeighbourOptions.count", "topn"},
      {"NeighbourOptions.restrict_to", "restrict_vocab"},
      {"AnalogyOptions.count", "topn"},
      {"AnalogyOptions.restrict_to", "restrict_vocab"},
      {"RecommendOptions.count", "topn"}};
  return kKeywords;
}

/// A requirement with keywords for the fields that it names in parentheses.
std::string with_keywords(const std::string& requirement) {
  static const std::regex kField(R"(\(([A-Z]\w*\.\w+)\))");
  std::string text;
  auto rest = requirement.cbegin();
  for (std::sregex_iterator found(requirement.begin(), requirement.end(), kField), end;
       found != end; ++found) {
    text.append(rest, (*found)[0].first).append("(" + keyword_of((*found)[1].str()) + ")");
    rest = (*found)[0].second;
  }
  return text.append(rest, requirement.cend());
}

void raise_os_error(const IoError& error) {
  std::string_view message = error.what();
  const std::string beginning = error.path() + ": ";
  if (message.starts_with(beginning)) {
    message.remove_prefix(beginning.size());
  }
  const int number = error.error_number();
  const py::object type = py::reinterpret_borrow<py::object>(PyExc_OSError);
  // OSError chooses its subclass by the number, as FileNotFoundError.
  const py::object raised = number != 0 ? type(number, str_of(message), str_of(error.path()))
                                        : type(str_of(error.what()));
  if (number == 0 && !error.path().empty()) raised.attr("filename") = str_of(error.path());
  PyErr_SetObject(reinterpret_cast<PyObject*>(Py_TYPE(raised.ptr())), raised.ptr());
}

void raise_format_error(const FormatError& error, py::handle type) {
  const py::object raised = py::reinterpret_borrow<py::object>(type)(str_of(error.what()));
  raised.attr("filename") =
      error.path().empty() ? py::object(py::none()) : py::object(str_of(error.path()));
  raised.attr("line") = error.line();
  raised.attr("byte") = error.byte();
  PyErr_SetObject(type.ptr(), raised.ptr());
}

PyObject* format_error = nullptr;  // the type, which lives as long as the program

void translate(std::exception_ptr thrown) {
  try {
    std::rethrow_exception(thrown);
  } catch (const OptionError& error) {
    const OptionError renamed(keyword_of(error.field()), error.value(),
                              with_keywords(error.requirement()));
    PyErr_SetObject(PyExc_ValueError, str_of(renamed.what()).ptr());
  } catch (const IoError& error) {
    raise_os_error(error);
  } catch (const FormatError& error) {
    raise_format_error(error, format_error);
  } catch (const Interrupted&) {
    PyErr_SetNone(PyExc_KeyboardInterrupt);
  } catch (const Error& error) {
    PyErr_SetObject(PyExc_RuntimeError, str_of(error.what()).ptr());
  }
}

}  // namespace

std::string keyword_of(const std::string& field) {
  const auto found = keywords().find(field);
  if (found != keywords().end()) return std::string(found->second);
  const std::size_t point = field.rfind('.');
  return point == std::string::npos ? field : field.substr(point + 1);
}

void bind_errors(py::module_& module) {
  format_error = PyErr_NewExceptionWithDoc(
      "eigenlex.FormatError",
      "Data that do not follow their format: a damaged or foreign file.\n\n"
      "Attributes\n----------\nfilename : str or None\n    The file or folder.\n"
      "line : int or None\n    The line, from 1, where the error is about one.\n"
      "byte : int or None\n    The byte, from 0, where the error is about one.\n",
      PyExc_ValueError, nullptr);
  if (format_error == nullptr) throw py::error_already_set();
  module.add_object("FormatError", py::reinterpret_borrow<py::object>(format_error));
  py::register_exception_translator(&translate);
}

}  // namespace eigenlex::python
