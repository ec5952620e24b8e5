#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include <pybind11/stl.h>

#include "eigenlex/classify/tokenized_texts.hpp"
#include "eigenlex/core/parallel.hpp"
#include "eigenlex/query/word_finder.hpp"

#include "arrays.hpp"
#include "bindings.hpp"
#include "held_vectors.hpp"
#include "job.hpp"
#include "strings.hpp"

namespace eigenlex::python {
namespace py = pybind11;
namespace {

/// For each distinct word of texts its id, or -1.
std::vector<std::int32_t> ids_of(const TokenizedTexts& texts, const Vocabulary& vocabulary) {
  std::vector<std::int32_t> ids;
  for (const std::string& word : texts.words) ids.push_back(vocabulary.find(word).value_or(-1));
  return ids;
}

/// The mean over a text's known words of weight × vector, zeros where none is known; added in
/// double.
Eigen::RowVectorXf mean_of(std::span<const std::int32_t> text, std::span<const std::int32_t> ids,
                           std::span<const double> weights, const Table& table) {
  Eigen::RowVectorXd sum = Eigen::RowVectorXd::Zero(table.cols());
  std::int64_t known = 0;
  for (const std::int32_t token : text) {
    const std::int32_t id = ids[static_cast<std::size_t>(token)];
    if (id < 0) continue;
    sum += weights[static_cast<std::size_t>(id)] * table.row(id).cast<double>();
    ++known;
  }
  if (known > 0) sum /= static_cast<double>(known);
  return sum.cast<float>();
}

/// The weighted mean vector of each text, which is read as that of the model was.
py::array mean_vectors(const HeldVectors& vectors, py::handle texts,
                       const Numbers<double>& weights) {
  const std::vector<std::string> given = all_bytes_of(texts, "texts");
  const auto factors = list_of(weights, "weights");
  if (std::ssize(factors) != vectors.vocabulary().size()) {
    throw OptionError("weights", std::to_string(factors.size()) + " numbers",
                      "must be one for each word");
  }
  return array_of_matrix(result_of_job([&] {
    Table means = new_row_matrix(std::ssize(given), vectors.table().cols());
    const WordFinder finder(vectors.description());
    const TokenizedTexts tokenized = tokenize_texts(given, finder.reading());
    const std::vector<std::int32_t> ids = ids_of(tokenized, vectors.vocabulary());
    constexpr std::int64_t kTexts = 64;
    parallel_blocks(means.rows(), kTexts, [&](std::int64_t, std::int64_t begin, std::int64_t end) {
      for (std::int64_t i = begin; i < end; ++i) {
        means.row(i) = mean_of(tokenized.text(i), ids, factors, vectors.table());
      }
    });
    return means;
  }));
}

/// How often texts have each word.
py::array count_words(const HeldVectors& vectors, py::handle texts) {
  const std::vector<std::string> given = all_bytes_of(texts, "texts");
  return array_of(result_of_job([&] {
    std::vector<std::int64_t> counts(static_cast<std::size_t>(vectors.vocabulary().size()));
    const WordFinder finder(vectors.description());
    const TokenizedTexts tokenized = tokenize_texts(given, finder.reading());
    const std::vector<std::int32_t> ids = ids_of(tokenized, vectors.vocabulary());
    for (const std::int32_t token : tokenized.tokens) {
      const std::int32_t id = ids[static_cast<std::size_t>(token)];
      if (id >= 0) ++counts[static_cast<std::size_t>(id)];
    }
    return counts;
  }));
}

}  // namespace

void bind_texts(py::module_& module) {
  module.def("mean_vectors", &mean_vectors);
  module.def("count_words", &count_words);
}

}  // namespace eigenlex::python
