#include <memory>
#include <string>
#include <vector>

#include <pybind11/stl.h>

#include "eigenlex/learn/embed_texts.hpp"
#include "eigenlex/query/text_search.hpp"

#include "arrays.hpp"
#include "bindings.hpp"
#include "document_feed.hpp"
#include "held_vectors.hpp"
#include "job.hpp"
#include "options.hpp"

namespace eigenlex {

static void for_options(TextVectorOptions& options, const auto& visit) {
  visit("smoothing", options.smoothing);
  visit("remove_direction", options.remove_direction);
}

}  // namespace eigenlex

namespace eigenlex::python {
namespace py = pybind11;
namespace {

/// Writes the index of an iterable of texts; the number of texts and of those without known words.
py::tuple index_texts(const HeldVectors& vectors, const py::iterator& texts, py::handle output,
                      const py::dict& given, py::handle listener) {
  auto options = options_from<TextVectorOptions>(given);
  const std::string path = path_of(output);
  DocumentFeed feed(texts);
  options.source.feed = [&feed] { return feed.next(); };
  std::int64_t made = 0, unknown = 0;
  run_job(
      [&](Observer& observer) {
        const TextEncoder encoder({vectors.vocabulary(), vectors.table(), vectors.description()},
                                  options.smoothing);
        const TextVectors written = write_text_vectors(
            encoder, {"-"}, options, TextVectorFormat::kIndex, path, {}, observer);
        made = written.texts();
        unknown = written.unknown_texts();
      },
      listener, &feed);
  return py::make_tuple(made, unknown);
}

std::shared_ptr<TextSearch> open_search_index(py::handle path, bool verify) {
  const std::string name = path_of(path);
  return result_of_job([&] {
    return std::make_shared<TextSearch>(
        name, SearcherOptions{.many_questions = true, .read = {.verify_checksums = verify}});
  });
}

/// For each question the texts found: number of the text from 0, text, cosine.
py::list search_texts(const TextSearch& search, py::handle questions, std::int32_t count) {
  const std::vector<std::string> asked = all_bytes_of(questions, "question");
  const std::vector<TextAnswer> answers =
      result_of_job([&] { return search.nearest(asked, {.count = count}); });
  py::list found;
  for (const TextAnswer& answer : answers) {
    py::list texts;
    for (const FoundText& each : answer.texts) {
      texts.append(
          py::make_tuple(each.number - 1, str_of(each.text), static_cast<double>(each.similarity)));
    }
    found.append(texts);
  }
  return found;
}

}  // namespace

void bind_search_index(py::module_& module) {
  module.def("text_vector_options", &defaults_of<TextVectorOptions>);
  module.def("index_texts", &index_texts);
  module.def("is_search_index", [](py::handle path) { return is_search_index(path_of(path)); });
  py::class_<TextSearch, std::shared_ptr<TextSearch>>(module, "HeldTextSearch")
      .def(py::init(&open_search_index))
      .def("__len__", &TextSearch::size)
      .def("nearest", &search_texts);
}

}  // namespace eigenlex::python
