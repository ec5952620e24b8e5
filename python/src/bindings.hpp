#pragma once

#include <pybind11/pybind11.h>

namespace eigenlex::python {

// Each gives the module the names of one file of these.
void bind_errors(pybind11::module_& module);
void bind_vectors(pybind11::module_& module);
void bind_models(pybind11::module_& module);
void bind_training(pybind11::module_& module);
void bind_matrices(pybind11::module_& module);
void bind_alignment(pybind11::module_& module);
void bind_search_index(pybind11::module_& module);
void bind_texts(pybind11::module_& module);
void bind_clusters(pybind11::module_& module);
void bind_maps(pybind11::module_& module);
void bind_classifiers(pybind11::module_& module);
void bind_threads(pybind11::module_& module);

}  // namespace eigenlex::python
