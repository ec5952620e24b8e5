#include "document_feed.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace eigenlex::python {
namespace py = pybind11;
namespace {

/// The bytes of a str, valid as long as it is.
std::string_view utf8_of(py::handle text) {
  Py_ssize_t size = 0;
  const char* const bytes = PyUnicode_AsUTF8AndSize(text.ptr(), &size);
  if (bytes == nullptr) throw py::error_already_set();
  return {bytes, static_cast<std::size_t>(size)};
}

std::string type_name(py::handle value) {
  return py::cast<std::string>(py::type::handle_of(value).attr("__name__"));
}

}  // namespace

void DocumentFeed::add_piece() {
  std::string text;
  bool at_end = false;
  while (text.size() < kPieceBytes) {
    const py::object document = py::reinterpret_steal<py::object>(PyIter_Next(iterator_.ptr()));
    if (!document) {
      if (PyErr_Occurred() != nullptr) throw py::error_already_set();
      at_end = true;
      break;
    }
    append_document(document, text);
    ++documents_;
  }
  const std::lock_guard lock(meeting_->mutex);
  if (!text.empty()) pieces_.push_back(std::move(text));
  finished_ = at_end;
  meeting_->changed.notify_all();
}

void DocumentFeed::abandon() {
  const std::lock_guard lock(meeting_->mutex);
  abandoned_ = true;
  meeting_->changed.notify_all();
}

std::string_view DocumentFeed::next() {
  std::unique_lock lock(meeting_->mutex);
  meeting_->changed.wait(lock, [this] { return !pieces_.empty() || finished_ || abandoned_; });
  if (pieces_.empty() || abandoned_) return {};
  piece_ = std::move(pieces_.front());
  pieces_.pop_front();
  meeting_->changed.notify_all();
  return piece_;
}

void DocumentFeed::append_document(py::handle document, std::string& text) {
  const bool is_text = PyUnicode_Check(document.ptr());
  if (kind_ == Kind::kUnknown) kind_ = is_text ? Kind::kTexts : Kind::kTokens;
  if (is_text != (kind_ == Kind::kTexts)) {
    fail_by_type(document, is_text ? "a list of tokens, as the first document"
                                   : "a str, as the first document");
  }
  if (is_text) {
    const std::size_t begin = text.size();
    text += utf8_of(document);
    std::replace(text.begin() + static_cast<std::ptrdiff_t>(begin), text.end(), '\n', ' ');
  } else {
    append_tokens(document, text);
  }
  text += '\n';
}

void DocumentFeed::append_tokens(py::handle tokens, std::string& text) const {
  if (PyBytes_Check(tokens.ptr())) fail_by_type(tokens, "a str or a list of tokens");
  const py::object iterator = py::reinterpret_steal<py::object>(PyObject_GetIter(tokens.ptr()));
  if (!iterator) {
    PyErr_Clear();
    fail_by_type(tokens, "a str or a list of tokens");
  }
  while (const py::object token = py::reinterpret_steal<py::object>(PyIter_Next(iterator.ptr()))) {
    append_token(token, text);
  }
  if (PyErr_Occurred() != nullptr) throw py::error_already_set();
}

void DocumentFeed::append_token(py::handle token, std::string& text) const {
  if (!PyUnicode_Check(token.ptr())) fail_by_type(token, "a list of str");
  const std::string_view word = utf8_of(token);
  if (word.empty() || word.find_first_of(" \t\n\v\f\r") != std::string_view::npos) {
    throw py::value_error(fmt::format(
        "corpus: document {} has the token {}, but tokens must not be empty or hold white space; "
        "join its parts by another sign, as in new_york",
        documents_, py::cast<std::string>(py::repr(token))));
  }
  text.append(word) += ' ';
}

void DocumentFeed::fail_by_type(py::handle value, const char* what) const {
  throw py::type_error(fmt::format("corpus: document {} must be {}, and has a {}", documents_, what,
                                   type_name(value)));
}

}  // namespace eigenlex::python
