#pragma once

namespace eigenlex {

/// What to read of a model directory.
enum class ModelParts {
  kWords,  ///< the words, or the rows of a matrix, and their vectors alone
  kAll,    ///< also the contexts, often half of the directory, or columns and seen cells
};

}  // namespace eigenlex
