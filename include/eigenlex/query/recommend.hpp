#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "eigenlex/embedding/matrix_model.hpp"
#include "eigenlex/query/neighbour.hpp"

namespace eigenlex {

/// Which columns a recommendation may name.
struct RecommendOptions {
  /// Number of columns wanted for each row, >= 1; fewer come where the model has fewer.
  std::int32_t count = 10;
  /// Leave out the columns that the row has a cell in.
  bool leave_out_seen = true;
  /// Throws OptionError naming the field, its value and the violated bound.
  void validate() const;
};

/// The columns for which the model predicts the largest values, for each of some rows: largest
/// first, ties by the bytes of the names. `Neighbour::similarity` is the value predicted.
///
/// That is w·c for the tables of ALS, and the entry of U Σ Vᵀ whatever exponent the tables of an
/// SVD were scaled with. Sums are in double. Throws OptionError for bad options, a row out of
/// range, a model without columns of its own, or one without seen cells where they are to be left
/// out. Cost: 2 d flops a row and column. Determinism: a row is answered by one thread.
std::vector<std::vector<Neighbour>> recommend(const MatrixModel& model,
                                              std::span<const std::int32_t> rows,
                                              const RecommendOptions& options = {});

/// The same for rows by their names, which are found as by WordFinder; nothing for a name that the
/// model has no row of.
std::vector<std::optional<std::vector<Neighbour>>> recommend(const MatrixModel& model,
                                                             std::span<const std::string> names,
                                                             const RecommendOptions& options = {});

}  // namespace eigenlex
