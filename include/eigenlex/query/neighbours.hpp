#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include <Eigen/Core>

#include "eigenlex/query/neighbour.hpp"
#include "eigenlex/query/unit_table.hpp"

namespace eigenlex {

/// Which rows a neighbour query may return.
struct NeighbourOptions {
  /// Number of neighbours wanted, >= 1; fewer come where the table has fewer.
  std::int32_t count = 10;
  /// Only the first rows, the most frequent words, are candidates; >= 0, 0 for all.
  std::int32_t restrict_to = 0;
  /// Only these rows are candidates; nothing for all.
  std::optional<std::vector<std::int32_t>> among = {};
  /// These rows are none.
  std::vector<std::int32_t> leave_out = {};
  /// Throws OptionError naming the field, its value and the violated bound.
  void validate() const;
};

/// The rows nearest to each query by cosine, nearest first, ties by word bytes.
///
/// `queries` is queries × dimensions, of any length but 0 (a zero query has the similarity 0 with
/// every row). `excluded` gives the ids to leave out of each answer: as many lists as queries, or
/// none at all. Returns one list a query.
///
/// Exact: every candidate row is compared. The ranking is that of the cosines summed in double
/// precision and rounded to float, hence the same for a query alone or among others, for any number
/// of threads. Throws OptionError where options or shapes do not fit, or an id is out of range.
///
/// Cost O(queries · rows · dimensions) at the speed of a matrix product; queries are taken 64 at a
/// time, which bounds the memory used to about 1 MB a thread besides the answers.
std::vector<std::vector<Neighbour>> nearest(
    const UnitTable& units, const Vocabulary& vocabulary, const Eigen::Ref<const Table>& queries,
    std::span<const std::vector<std::int32_t>> excluded = {}, const NeighbourOptions& options = {});

/// The words nearest to each of `words`, the word itself left out; see `nearest`.
std::vector<std::vector<Neighbour>> nearest_words(const UnitTable& units,
                                                  const Vocabulary& vocabulary,
                                                  std::span<const std::int32_t> words,
                                                  const NeighbourOptions& options = {});

}  // namespace eigenlex
