#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>
#include <pybind11/stl.h>

#include "eigenlex/learn/train.hpp"
#include "eigenlex/learn/update.hpp"

#include "bindings.hpp"
#include "document_feed.hpp"
#include "job.hpp"
#include "json.hpp"
#include "models.hpp"
#include "strings.hpp"

namespace eigenlex::python {
namespace py = pybind11;
namespace {

Resources resources_of(int threads, std::int64_t memory, py::handle work, bool resume) {
  return {.threads = threads,
          .memory = memory,
          .work = work.is_none() ? std::string() : path_of(work),
          .resume = resume};
}

HeldModel train_on(const std::vector<std::string>& corpus, const Recipe& recipe,
                   const Resources& resources, py::handle listener, DocumentFeed* feed) {
  HeldModel model;
  run_job(
      [&](Observer& observer) {
        model = std::make_shared<Model>(train(corpus, recipe, resources, observer));
      },
      listener, feed);
  return model;
}

std::vector<std::string> paths_of(py::handle paths) {
  std::vector<std::string> names;
  for (const py::handle path : paths) names.push_back(path_of(path));
  return names;
}

HeldModel train_on_files(py::handle paths, py::handle options, int threads, std::int64_t memory,
                         py::handle work, bool resume, py::handle listener) {
  return train_on(paths_of(paths), recipe_of(json_of(options)),
                  resources_of(threads, memory, work, resume), listener, nullptr);
}

HeldModel train_on_documents(const py::iterator& documents, py::handle options, int threads,
                             std::int64_t memory, py::handle work, py::handle listener) {
  DocumentFeed feed(documents);
  Recipe recipe = recipe_of(json_of(options));
  recipe.count.source.feed = [&feed] { return feed.next(); };
  HeldModel model =
      train_on({"-"}, recipe, resources_of(threads, memory, work, false), listener, &feed);
  model->description["count_options"]["corpus"] = nlohmann::json::array();
  return model;
}

/// The same into a folder that keeps what an update needs.
HeldModel train_with_counts(py::handle output, py::handle paths, py::handle options, int threads,
                            std::int64_t memory, py::handle work, py::handle listener) {
  const std::string folder = path_of(output);
  const std::vector<std::string> corpus = paths_of(paths);
  const Recipe recipe = recipe_of(json_of(options));
  const Resources resources = resources_of(threads, memory, work, false);
  HeldModel model;
  run_job(
      [&](Observer& observer) {
        model = std::make_shared<Model>(
            train_with_counts_into(folder, corpus, recipe, resources, observer));
      },
      listener);
  return model;
}

/// The model of old and new text, and what the update changed.
py::tuple update(py::handle output, py::handle old_model, py::handle paths, bool exact, int threads,
                 std::int64_t memory, py::handle work, py::handle listener) {
  const std::string folder = path_of(output), old = path_of(old_model);
  const std::vector<std::string> text = paths_of(paths);
  const Resources resources = resources_of(threads, memory, work, false);
  HeldModel model;
  UpdateReport report;
  run_job(
      [&](Observer& observer) {
        UpdatedModel updated =
            update_into(folder, old, text, {.exact = exact}, resources, observer);
        model = std::make_shared<Model>(std::move(updated.model));
        report = std::move(updated.report);
      },
      listener);
  return py::make_tuple(model, object_of(to_json(report)));
}

/// The names of the options that a recipe looks at.
std::vector<std::string> used_options(py::handle options) {
  const Recipe recipe = recipe_of(json_of(options));
  std::vector<std::string> names;
  for (const nlohmann::json& part : {describe(recipe.count), describe(recipe.factor)}) {
    for (const auto& [name, value] : part.items()) {
      names.push_back(name);
      if (!value.is_object()) continue;
      for (const auto& option : value.items()) names.push_back(option.key());
    }
  }
  return names;
}

}  // namespace

void bind_training(py::module_& module) {
  module.def("recipe_options", [] { return object_of(options_of(Recipe{})); });
  module.def("used_options", &used_options);
  module.def("train_on_files", &train_on_files);
  module.def("train_on_documents", &train_on_documents);
  module.def("train_with_counts", &train_with_counts);
  module.def("update", &update);
}

}  // namespace eigenlex::python
