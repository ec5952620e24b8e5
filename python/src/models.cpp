#include "models.hpp"

#include <memory>
#include <optional>
#include <string>
#include <utility>

#include <pybind11/stl.h>

#include "eigenlex/embedding/companion.hpp"
#include "eigenlex/query/recommend.hpp"

#include "arrays.hpp"
#include "bindings.hpp"
#include "held_vectors.hpp"
#include "job.hpp"
#include "json.hpp"
#include "strings.hpp"

namespace eigenlex::python {
namespace py = pybind11;
namespace {

/// A part of a model as vectors that keep the model alive.
template <class Model>
std::shared_ptr<HeldVectors> part_of(const std::shared_ptr<Model>& model, Embedding Model::*part) {
  return std::make_shared<HeldVectors>(std::shared_ptr<const Embedding>(model, &((*model).*part)),
                                       model->description);
}

template <class Model>
py::array singular_values_of(const py::object& self) {
  const Eigen::VectorXf& values = self.cast<const Model&>().singular_values;
  return view_of({values.size()}, values.data(), self);
}

py::array contexts_of(const py::object& self) {
  const Table& contexts = self.cast<const Model&>().contexts;
  return view_of({contexts.rows(), contexts.cols()}, contexts.data(), self);
}

template <class Model>
void write(const Model& model, py::handle path) {
  const std::string name = path_of(path);
  run_job([&](Observer&) { write_model(model, name); }, py::none());
}

ModelParts parts_of(bool all) { return all ? ModelParts::kAll : ModelParts::kWords; }

HeldModel open_model(py::handle path, bool verify, bool all) {
  const std::string name = path_of(path);
  return result_of_job([&] {
    return std::make_shared<Model>(read_model(name, {.verify_checksums = verify}, parts_of(all)));
  });
}

HeldMatrixModel open_matrix_model(py::handle path, bool verify) {
  const std::string name = path_of(path);
  return result_of_job([&] {
    return std::make_shared<MatrixModel>(read_matrix_model(name, {.verify_checksums = verify}));
  });
}

/// What a pickle needs beside the words.
template <class Model>
void set_values(Model& model, const Numbers<float>& singular_values, std::optional<double> exponent,
                py::handle description, py::handle run) {
  const auto values = list_of(singular_values, "singular_values");
  model.singular_values =
      Eigen::Map<const Eigen::VectorXf>(values.data(), static_cast<Eigen::Index>(values.size()));
  model.exponent = exponent;
  model.description = json_of(description);
  model.run = json_of(run);
}

HeldModel make_model(const HeldVectors& words, const Numbers<float>& contexts,
                     const Numbers<float>& singular_values, std::optional<double> exponent,
                     py::handle description, py::handle run) {
  auto model = std::make_shared<Model>();
  model->words = words.embedding();
  model->contexts = table_of(contexts, "contexts");
  set_values(*model, singular_values, exponent, description, run);
  return model;
}

HeldMatrixModel make_matrix_model(const HeldVectors& rows, const HeldVectors& columns,
                                  const Numbers<std::int64_t>& indptr,
                                  const Numbers<std::int32_t>& indices,
                                  const Numbers<float>& singular_values,
                                  std::optional<double> exponent, py::handle description,
                                  py::handle run) {
  auto model = std::make_shared<MatrixModel>();
  model->rows = rows.embedding();
  model->columns = columns.embedding();
  const auto ends = list_of(indptr, "indptr");
  const auto cells = list_of(indices, "indices");
  model->seen = {.indptr = {ends.begin(), ends.end()}, .indices = {cells.begin(), cells.end()}};
  if (!model->seen.empty()) {
    check_seen_cells(model->seen, model->rows.table.rows(), model->columns.table.rows());
  }
  set_values(*model, singular_values, exponent, description, run);
  return model;
}

py::list recommend_columns(const MatrixModel& model, const Numbers<std::int32_t>& rows,
                           std::int32_t topn, bool leave_out_seen) {
  const auto asked = list_of(rows, "rows");
  const auto found = result_of_job(
      [&] { return recommend(model, asked, {.count = topn, .leave_out_seen = leave_out_seen}); });
  py::list answers;
  for (const std::vector<Neighbour>& each : found) {
    py::list answer;
    for (const Neighbour& column : each) {
      answer.append(py::make_tuple(str_of(model.columns.vocabulary.word(column.id)),
                                   static_cast<double>(column.similarity)));
    }
    answers.append(answer);
  }
  return answers;
}

py::tuple seen_view(const py::object& self) {
  const SeenCells& seen = self.cast<const MatrixModel&>().seen;
  return py::make_tuple(view_of({std::ssize(seen.indptr)}, seen.indptr.data(), self),
                        view_of({std::ssize(seen.indices)}, seen.indices.data(), self));
}

/// What models of both kinds have.
template <class Class>
void bind_common(Class& bound) {
  using Model = typename Class::type;
  bound.def_property_readonly("singular_values", &singular_values_of<Model>)
      .def_property_readonly("exponent", [](const Model& self) { return self.exponent; })
      .def_property_readonly("description",
                             [](const Model& self) { return object_of(self.description); })
      .def_property_readonly("run", [](const Model& self) { return object_of(self.run); })
      .def("write", &write<Model>);
}

}  // namespace

void bind_models(py::module_& module) {
  py::class_<Model, HeldModel> model(module, "HeldModel");
  bind_common(model);
  model.def_property_readonly("contexts", &contexts_of).def("words", [](const HeldModel& self) {
    return part_of(self, &Model::words);
  });
  py::class_<MatrixModel, HeldMatrixModel> matrix_model(module, "HeldMatrixModel");
  bind_common(matrix_model);
  matrix_model
      .def("rows", [](const HeldMatrixModel& self) { return part_of(self, &MatrixModel::rows); })
      .def("columns",
           [](const HeldMatrixModel& self) { return part_of(self, &MatrixModel::columns); })
      .def_property_readonly("seen", &seen_view)
      .def("recommend", &recommend_columns);
  module.def("make_model", &make_model);
  module.def("make_matrix_model", &make_matrix_model);
  module.def("open_model", &open_model, py::arg("path"), py::arg("verify"), py::arg("all"));
  module.def("open_matrix_model", &open_matrix_model, py::arg("path"), py::arg("verify"));
  module.def("is_model", [](py::handle path) { return is_model(path_of(path)); });
  module.def("is_matrix_model", [](py::handle path) { return is_matrix_model(path_of(path)); });
  module.def("model_key", [](py::handle path) { return companion_key(path_of(path)); });
}

}  // namespace eigenlex::python
