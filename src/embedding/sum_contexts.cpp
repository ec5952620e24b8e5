#include "eigenlex/embedding/sum_contexts.hpp"

#include <fmt/format.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/counts/context_blocks.hpp"

namespace eigenlex {

Model sum_contexts(const Model& model) {
  const Table& words = model.words.table;
  const Table& contexts = model.contexts;
  if (contexts.rows() == 0 || contexts.cols() != words.cols() ||
      !ContextBlocks::fit(words.rows(), contexts.rows())) {
    throw OptionError(
        "Model.contexts", fmt::format("{} x {}", contexts.rows(), contexts.cols()),
        fmt::format("must be the contexts of the {} words, to be added to them", words.rows()));
  }
  Model sum;
  sum.words.vocabulary = model.words.vocabulary;
  const ContextBlocks blocks(words.rows(), contexts.rows());
  Table of_all = contexts.topRows(words.rows());
  for (std::int64_t block = 1; block < blocks.count(); ++block) {
    of_all += contexts.middleRows(block * words.rows(), words.rows());
  }
  sum.words.table = words + (1.0f / static_cast<float>(blocks.count())) * of_all;
  sum.description = model.description;
  return sum;
}

}  // namespace eigenlex
