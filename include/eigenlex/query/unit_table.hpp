#pragma once

#include <cstdint>
#include <memory>

#include <Eigen/Core>

#include "eigenlex/embedding/embedding.hpp"
#include "eigenlex/text/vocabulary.hpp"

namespace eigenlex {

class CompactRows;

/// A table whose rows have length 1, so that the dot product of two rows is their cosine.
///
/// A row of zeros has no direction and stays zero: its cosine with everything is 0. So does a row
/// with an entry that is not finite.
class UnitTable {
 public:
  /// Scales the rows of `table` (words × dimensions); pass it by std::move to save the copy.
  ///
  /// Throws OptionError if there are 2^31 rows or more. Cost O(rows · dimensions), in parallel; the
  /// same bytes for any number of threads.
  explicit UnitTable(Table table);

  std::int32_t size() const { return static_cast<std::int32_t>(rows_.rows()); }
  Eigen::Index dimensions() const { return rows_.cols(); }

  /// All rows, each of length 1 or 0.
  const Table& rows() const { return rows_; }
  /// The lengths the rows had; 0 for a row that has become zero.
  const Eigen::VectorXf& norms() const { return norms_; }

  /// The cosine of two rows, summed in double precision and clipped to [-1, 1].
  double cosine(std::int32_t a, std::int32_t b) const;
  /// The dot product of row `id` with `vector` (dimensions), summed in double precision.
  ///
  /// The one definition of a similarity wherever results are ranked: it does not depend on how many
  /// queries are answered at a time, nor on the number of threads.
  double dot(std::int32_t id, const Eigen::Ref<const Eigen::RowVectorXf>& vector) const;

  /// The rows in a byte a component, for quick searches; nothing for the first three calls, as a
  /// program that asks once or twice would spend more on making them than it gains. May be called
  /// by several threads at a time; copies of a table share them.
  std::shared_ptr<const CompactRows> compact_rows() const;

 private:
  class LazyCompactRows;

  Table rows_;
  Eigen::VectorXf norms_;
  std::shared_ptr<LazyCompactRows> compact_;
};

/// `vector` scaled to length 1 in double precision; zero if its length is 0 or not finite.
Eigen::RowVectorXf unit_vector(const Eigen::Ref<const Eigen::RowVectorXf>& vector);

/// Throws OptionError unless the vocabulary has a word for each row of the table.
void require_same_size(const UnitTable& units, const Vocabulary& vocabulary);

}  // namespace eigenlex
