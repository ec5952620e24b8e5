#pragma once

#include "eigenlex/embedding/storage.hpp"

namespace eigenlex {

/// How far a table is from another of the same words.
struct TableError {
  double mean_cosine_error = 0;   ///< mean of 1 - cos over the words
  double worst_cosine_error = 0;  ///< the largest
};

/// Compares the rows of two tables; rows that are 0 in either are left out. Throws OptionError if
/// the shapes differ.
TableError table_error(const Table& original, const Storage& approximation);

}  // namespace eigenlex
