#include <utility>
#include <vector>

#include <pybind11/stl.h>

#include "eigenlex/refine/word_map.hpp"

#include "arrays.hpp"
#include "bindings.hpp"
#include "held_vectors.hpp"
#include "job.hpp"
#include "options.hpp"

namespace eigenlex {

static void for_options(WordMapOptions& options, const auto& visit) {
  visit("perplexity", options.layout.perplexity);
  visit("iterations", options.layout.iterations);
  visit("exaggerated_iterations", options.layout.exaggerated_iterations);
  visit("exaggeration", options.layout.exaggeration);
  visit("theta", options.layout.theta);
  visit("clusters", options.classes.clusters);
  visit("seed", options.classes.seed);
  visit("central_words", options.central_words);
}

}  // namespace eigenlex

namespace eigenlex::python {
namespace py = pybind11;
namespace {

/// Places, the class of each word, the ids that name each class, where to write them, and the
/// perplexity.
py::tuple map_of(const HeldVectors& vectors, const py::dict& given, py::handle listener) {
  const auto options = options_from<WordMapOptions>(given);
  WordMap map;
  run_job([&](Observer& observer) { map = word_map(vectors.embedding(), options, observer); },
          listener);
  RowMatrix middles(static_cast<Eigen::Index>(map.classes.size()), 2);
  std::vector<std::vector<std::int32_t>> names;
  for (const MapClass& each : map.classes) {
    middles.row(static_cast<Eigen::Index>(names.size())) << each.place[0], each.place[1];
    names.push_back(each.central);
  }
  return py::make_tuple(array_of_matrix(std::move(map.places)), array_of(std::move(map.class_of)),
                        names, array_of_matrix(std::move(middles)), map.perplexity);
}

}  // namespace

void bind_maps(py::module_& module) {
  module.def("word_map_options", &defaults_of<WordMapOptions>);
  module.def("word_map", &map_of);
}

}  // namespace eigenlex::python
