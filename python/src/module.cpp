#include <string>

#include "eigenlex/core/processor.hpp"
#include "eigenlex/version.hpp"

#include "bindings.hpp"

PYBIND11_MODULE(_eigenlex, module) {
  using namespace eigenlex::python;
  if (const char* missing = eigenlex::missing_instructions()) {
    throw pybind11::import_error(std::string("this processor has no ") + missing +
                                 "; build with EIGENLEX_CMAKE_ARGS=-DEIGENLEX_ARCH=x86-64");
  }
  module.doc() = "The library, as the package eigenlex uses it; not to be imported by others.";
  module.attr("__version__") = eigenlex::kVersion;
  bind_errors(module);
  bind_threads(module);
  bind_vectors(module);
  bind_models(module);
  bind_training(module);
  bind_matrices(module);
  bind_alignment(module);
  bind_search_index(module);
  bind_texts(module);
  bind_clusters(module);
  bind_maps(module);
  bind_classifiers(module);
}
