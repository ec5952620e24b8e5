#include <utility>

#include "eigenlex/core/observer.hpp"
#include "eigenlex/refine/kmeans.hpp"

#include "arrays.hpp"
#include "bindings.hpp"
#include "held_vectors.hpp"
#include "job.hpp"
#include "options.hpp"

namespace eigenlex {

static void for_options(KMeansOptions& options, const auto& visit) {
  visit("clusters", options.clusters);
  visit("metric", options.metric);
  visit("max_iterations", options.max_iterations);
  visit("tolerance", options.tolerance);
  visit("seeding_points_per_cluster", options.seeding_points_per_cluster);
  visit("allow_fewer", options.allow_fewer);
  visit("seed", options.seed);
}

}  // namespace eigenlex

namespace eigenlex::python {
namespace py = pybind11;
namespace {

/// Labels, costs, centroids, inertias and why it stopped.
py::tuple cluster(const HeldVectors& vectors, const py::dict& given, py::handle listener) {
  const auto options = options_from<KMeansOptions>(given);
  KMeansResult result;
  run_job(
      [&](Observer& observer) {
        result = kmeans(vectors.table(), options, observer.begin("cluster"));
        observer.end();
      },
      listener);
  return py::make_tuple(array_of(std::move(result.assignment.labels)),
                        array_of(std::move(result.assignment.costs)),
                        array_of_matrix(std::move(result.centroids)),
                        array_of(std::move(result.inertias)), str_of(enum_name(result.stop)));
}

}  // namespace

void bind_clusters(py::module_& module) {
  module.def("cluster_options", &defaults_of<KMeansOptions>);
  module.def("cluster", &cluster);
}

}  // namespace eigenlex::python
