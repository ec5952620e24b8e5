#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <pybind11/stl.h>

#include "eigenlex/embedding/formats.hpp"
#include "eigenlex/embedding/stored_embedding.hpp"
#include "eigenlex/query/analogy.hpp"
#include "eigenlex/query/neighbours.hpp"
#include "eigenlex/query/spelling.hpp"

#include "arrays.hpp"
#include "bindings.hpp"
#include "held_vectors.hpp"
#include "job.hpp"
#include "json.hpp"
#include "strings.hpp"
#include "threads.hpp"

namespace eigenlex::python {
namespace py = pybind11;

namespace {

/// A copy that several threads make, and that can be stopped.
Table copy_of(const Table& table) {
  constexpr std::int64_t kRows = 1024;
  Table copy = new_row_matrix(table.rows(), table.cols());
  parallel_blocks(table.rows(), kRows, [&](std::int64_t, std::int64_t begin, std::int64_t end) {
    copy.middleRows(begin, end - begin) = table.middleRows(begin, end - begin);
  });
  return copy;
}

}  // namespace

const UnitTable& HeldVectors::units() const {
  std::call_once(asked_, [this] {
    UnitTable units{Storage(copy_of(table()))};
    units.add_compact_rows();
    units_.emplace(std::move(units));
    prepared_ = true;
  });
  return *units_;
}

void HeldVectors::prepare() const {
  if (!prepared_) run_job([this](Observer&) { units(); }, py::none());
}

namespace {

using Neighbours = std::vector<std::vector<Neighbour>>;

std::shared_ptr<HeldVectors> make(py::handle words, const Numbers<float>& vectors,
                                  const Numbers<std::int64_t>& counts, py::handle description) {
  const auto given = list_of(counts, "counts");
  const std::vector<std::string> names = all_bytes_of(words, "words");
  if (given.size() != names.size()) {
    throw OptionError("counts", std::to_string(given.size()) + " numbers",
                      "must be one for each word");
  }
  auto embedding = std::make_shared<Embedding>(
      Embedding{Vocabulary(names, {given.begin(), given.end()}), table_of(vectors, "vectors")});
  if (embedding->table.rows() != embedding->vocabulary.size()) {
    throw OptionError("vectors", std::to_string(embedding->table.rows()) + " rows",
                      "must have a row for each word");
  }
  if (!embedding->table.allFinite()) {
    throw OptionError("vectors", "an array", "must have finite numbers");
  }
  return std::make_shared<HeldVectors>(std::move(embedding), json_of(description));
}

std::shared_ptr<HeldVectors> open_vectors(py::handle path, bool verify, py::handle listener) {
  const std::string name = path_of(path);
  std::shared_ptr<HeldVectors> held;
  run_job(
      [&](Observer& observer) {
        const auto note = [&](const std::string& text) { observer.note("read", text); };
        StoredEmbedding stored = open_embedding(name, {.verify_checksums = verify, .note = note});
        nlohmann::json description = std::move(stored.description);
        auto embedding = std::make_shared<Embedding>(decode(std::move(stored)));
        held = std::make_shared<HeldVectors>(std::move(embedding), std::move(description));
      },
      listener);
  return held;
}

void write_vectors_to(const HeldVectors& vectors, py::handle path, const std::string& format) {
  const std::string name = path_of(path);
  const std::optional<VectorFormat> known = enum_value<VectorFormat>(format);
  if (!known) {
    throw OptionError("format", format, "must be one of " + enum_choices<VectorFormat>(", "));
  }
  run_job([&](Observer&) { write_vectors(vectors.embedding(), *known, name); }, py::none());
}

py::list words_of(const HeldVectors& vectors) {
  py::list words(vectors.vocabulary().size());
  for (std::int32_t id = 0; id < vectors.vocabulary().size(); ++id) {
    words[static_cast<std::size_t>(id)] = str_of(vectors.vocabulary().word(id));
  }
  return words;
}

std::int32_t find(const HeldVectors& vectors, py::handle word) {
  return vectors.vocabulary().find(bytes_of(word)).value_or(-1);
}

void check_id(const HeldVectors& vectors, std::int32_t id) {
  if (id >= 0 && id < vectors.vocabulary().size()) return;
  throw py::index_error("no word has the index " + std::to_string(id));
}

/// The sum of weighted vectors at length 1, and of a vector as it is; at length 1 unless it is 0.
Table question_of(const HeldVectors& vectors, std::span<const std::int32_t> ids,
                  std::span<const double> weights, std::span<const float> rest) {
  Eigen::RowVectorXd sum = Eigen::RowVectorXd::Zero(vectors.table().cols());
  if (!rest.empty()) {
    sum = Eigen::Map<const Eigen::RowVectorXf>(rest.data(), std::ssize(rest)).cast<double>();
  }
  for (std::size_t i = 0; i < ids.size(); ++i) {
    check_id(vectors, ids[i]);
    sum += weights[i] * vectors.units().row(ids[i]).cast<double>();
  }
  const double length = sum.norm();
  if (length > 0) sum /= length;
  return sum.cast<float>();
}

/// The words nearest to a question; see `most_similar` of the package.
py::list most_similar(const HeldVectors& vectors, const Numbers<std::int32_t>& ids,
                      const Numbers<double>& weights, const Numbers<float>& rest, std::int32_t topn,
                      std::int32_t begin, std::int32_t end) {
  vectors.prepare();
  const auto terms = list_of(ids, "ids");
  const auto factors = list_of(weights, "weights");
  const auto vector = list_of(rest, "vector");
  Neighbours found;
  {
    const Unlocked unlocked;
    const Table question = question_of(vectors, terms, factors, vector);
    NeighbourOptions options{.count = topn};
    if (begin == 0) {
      options.restrict_to = end;
    } else {
      options.among.emplace(static_cast<std::size_t>(end - begin));
      std::iota(options.among->begin(), options.among->end(), begin);
    }
    const std::vector<std::vector<std::int32_t>> excluded{{terms.begin(), terms.end()}};
    found = nearest(vectors.units(), vectors.vocabulary(), question, excluded, options);
  }
  py::list answer;
  for (const Neighbour& each : found.front()) {
    answer.append(py::make_tuple(str_of(vectors.vocabulary().word(each.id)),
                                 static_cast<double>(each.similarity)));
  }
  return answer;
}

/// The cosine of a question with each row of a range.
py::array similarities(const HeldVectors& vectors, const Numbers<std::int32_t>& ids,
                       const Numbers<double>& weights, const Numbers<float>& rest,
                       std::int32_t begin, std::int32_t end) {
  vectors.prepare();
  const auto terms = list_of(ids, "ids");
  const auto factors = list_of(weights, "weights");
  const auto vector = list_of(rest, "vector");
  std::vector<float> cosines(static_cast<std::size_t>(end - begin));
  {
    const Unlocked unlocked;
    const Table question = question_of(vectors, terms, factors, vector);
    const UnitTable& units = vectors.units();
    constexpr std::int64_t kRows = 1024;
    parallel_blocks(end - begin, kRows, [&](std::int64_t, std::int64_t first, std::int64_t last) {
      for (std::int64_t i = first; i < last; ++i) {
        const auto id = static_cast<std::int32_t>(begin + i);
        cosines[static_cast<std::size_t>(i)] = static_cast<float>(units.dot(id, question.row(0)));
      }
    });
  }
  return array_of(std::move(cosines));
}

using Ids = Eigen::Matrix<std::int32_t, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

/// The ids found, a row a question; -1 where there are fewer than `count`.
Ids ids_of(const Neighbours& found, std::int32_t count) {
  Ids ids = Ids::Constant(std::ssize(found), count, -1);
  for (Eigen::Index row = 0; row < ids.rows(); ++row) {
    const std::vector<Neighbour>& each = found[static_cast<std::size_t>(row)];
    for (std::size_t k = 0; k < each.size(); ++k) {
      ids(row, static_cast<Eigen::Index>(k)) = each[k].id;
    }
  }
  return ids;
}

/// Ids and cosines, words × topn; -1 and 0 where there are fewer.
py::tuple neighbours_of(const HeldVectors& vectors, const Numbers<std::int32_t>& ids,
                        std::int32_t topn) {
  const auto words = list_of(ids, "ids");
  Neighbours found;
  run_job(
      [&](Observer&) {
        found = nearest_words(vectors.units(), vectors.vocabulary(), words, {.count = topn});
      },
      py::none());
  Table cosines = Table::Zero(std::ssize(found), topn);
  for (Eigen::Index row = 0; row < cosines.rows(); ++row) {
    const std::vector<Neighbour>& each = found[static_cast<std::size_t>(row)];
    for (std::size_t k = 0; k < each.size(); ++k) {
      cosines(row, static_cast<Eigen::Index>(k)) = each[k].similarity;
    }
  }
  return py::make_tuple(array_of_matrix(ids_of(found, topn)), array_of_matrix(std::move(cosines)));
}

/// The best answers to each question of three ids, questions × count; -1 where there are fewer.
py::array solve(const HeldVectors& vectors, const Numbers<std::int32_t>& questions,
                std::int32_t restrict_to, std::int32_t count, py::handle listener) {
  if (questions.ndim() != 2 || questions.shape(1) != 3) {
    throw OptionError("questions", "an array", "must have three columns");
  }
  std::vector<AnalogyQuestion> asked;
  for (py::ssize_t i = 0; i < questions.shape(0); ++i) {
    asked.push_back({questions.at(i, 0), questions.at(i, 1), questions.at(i, 2)});
  }
  Neighbours found;
  run_job(
      [&](Observer& observer) {
        const Progress progress = observer.begin("analogies", "questions");
        found = solve_analogies(vectors.units(), vectors.vocabulary(), asked,
                                {.count = count, .restrict_to = restrict_to}, progress);
        observer.end();
      },
      listener);
  return array_of_matrix(ids_of(found, count));
}

py::array table_view(const py::object& self) {
  const auto& vectors = self.cast<const HeldVectors&>();
  const Table& table = vectors.table();
  return view_of({table.rows(), table.cols()}, table.data(), self);
}

py::array counts_view(const py::object& self) {
  const std::vector<std::int64_t>& counts = self.cast<const HeldVectors&>().vocabulary().counts();
  return view_of({std::ssize(counts)}, counts.data(), self);
}

py::str hint(const HeldVectors& vectors, py::handle word) {
  const std::string asked = bytes_of(word);
  std::string message;
  {
    const Unlocked unlocked;
    message = unknown_word_message(vectors.vocabulary(), asked);
  }
  return str_of(message);
}

}  // namespace

void bind_vectors(py::module_& module) {
  py::class_<HeldVectors, std::shared_ptr<HeldVectors>>(module, "HeldVectors")
      .def(py::init(&make), py::arg("words"), py::arg("vectors"), py::arg("counts"),
           py::arg("description"))
      .def("__len__", [](const HeldVectors& self) { return self.vocabulary().size(); })
      .def_property_readonly("vectors", &table_view)
      .def_property_readonly("counts", &counts_view)
      .def_property_readonly("description",
                             [](const HeldVectors& self) { return object_of(self.description()); })
      .def("words", &words_of)
      .def("word",
           [](const HeldVectors& self, std::int32_t id) {
             check_id(self, id);
             return str_of(self.vocabulary().word(id));
           })
      .def("find", &find)
      .def("hint", &hint)
      .def("most_similar", &most_similar)
      .def("similarities", &similarities)
      .def("neighbours", &neighbours_of)
      .def("analogies", &solve)
      .def("write", &write_vectors_to);
  module.def("open_vectors", &open_vectors, py::arg("path"), py::arg("verify"),
             py::arg("listener"));
  module.def("vector_formats", [] {
    py::list names;
    for (const auto& entry : enum_names(VectorFormat{})) names.append(str_of(entry.name));
    return names;
  });
}

}  // namespace eigenlex::python
