#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include <Eigen/Core>

#include "eigenlex/query/neighbour.hpp"
#include "eigenlex/query/unit_table.hpp"

namespace eigenlex::internal {

/// Products of vectors with the rows of a block, quick to compute and not exact.
struct RowProducts {
  /// Vectors × rows of the block.
  Eigen::Ref<const Table> values;
  /// For each row a bound on |product - exact|, with room for a few roundings more.
  std::span<const float> errors;
  /// The first row of the block.
  std::int32_t first = 0;
};

/// What a search maximizes, for each of a number of requests.
///
/// A score is a function of the products of some vectors with a row of the table. The search gets
/// fast products and asks for bounds that hold in spite of their errors; rows that may be among the
/// best are then scored exactly.
class SearchObjective {
 public:
  virtual ~SearchObjective() = default;

  virtual std::int64_t requests() const = 0;

  /// For each column of `products` (vectors × rows of a block), at least the score of that row, to
  /// `upper`.
  virtual void upper_bounds(std::int64_t request, const RowProducts& products,
                            std::span<float> upper) const = 0;
  /// At most the score of the row in `column` of `products`.
  virtual float lower_bound(std::int64_t request, const RowProducts& products,
                            std::int64_t column) const = 0;
  /// The score of row `id`, a function of the request and the row alone.
  virtual float score(std::int64_t request, std::int32_t id) const = 0;
  /// Whether row `id` must not be among the results.
  virtual bool is_excluded(std::int64_t request, std::int32_t id) const = 0;
};

/// The `count` rows of highest score among the first `candidates` rows, for each request, in the
/// order of CloserNeighbour.
///
/// `vectors` (vectors × dimensions, each of length at most 1) is multiplied with the table block by
/// block, so the memory used is O(threads · vectors · 4096 + requests · count · candidates / 4096).
/// Many vectors are multiplied as a matrix of floats, for which a compact table is decoded some
/// hundred rows at a time; a few with the table in bytes (`compact_product`) where it is there.
/// Every row is looked at: results are exact. They depend on the scores alone, so neither the
/// number of requests answered together nor the number of threads changes a byte.
std::vector<std::vector<Neighbour>> exact_search(const UnitTable& units,
                                                 const Vocabulary& vocabulary,
                                                 const Eigen::Ref<const Table>& vectors,
                                                 const SearchObjective& objective,
                                                 std::int32_t candidates, std::int32_t count);

/// How many of `size` rows a limit leaves; 0 means no limit.
std::int32_t limited(std::int32_t size, std::int32_t limit);

}  // namespace eigenlex::internal
