#pragma once

#include <Eigen/Core>

#include "eigenlex/text/vocabulary.hpp"

namespace eigenlex {

/// Dense row-major table of floats: row i is the vector of word i.
using Table = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

/// Words and their vectors: `table` has vocabulary.size() rows. All a query or an evaluation needs,
/// whichever program learned it. Foreign files without counts give each word the count 0; they list
/// frequent words first.
struct Embedding {
  Vocabulary vocabulary;
  Table table;
};

}  // namespace eigenlex
