#include "eigenlex/embedding/sum_contexts.hpp"

#include <fmt/format.h>

#include "eigenlex/core/error.hpp"

namespace eigenlex {

Model sum_contexts(const Model& model) {
  const Table& words = model.words.table;
  const Table& contexts = model.contexts;
  const bool symmetric = contexts.rows() == words.rows();
  const bool directional = contexts.rows() == 2 * words.rows();
  if (contexts.rows() == 0 || contexts.cols() != words.cols() || !(symmetric || directional) ||
      model.columns.size() > 0) {
    throw OptionError(
        "Model.contexts", fmt::format("{} x {}", contexts.rows(), contexts.cols()),
        fmt::format("must be the contexts of the {} words, to be added to them", words.rows()));
  }
  Model sum;
  sum.words.vocabulary = model.words.vocabulary;
  if (symmetric) {
    sum.words.table = words + contexts;
  } else {
    sum.words.table =
        words + 0.5f * (contexts.topRows(words.rows()) + contexts.bottomRows(words.rows()));
  }
  sum.description = model.description;
  return sum;
}

}  // namespace eigenlex
