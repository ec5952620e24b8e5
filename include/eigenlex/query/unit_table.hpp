#pragma once

#include <cstdint>
#include <memory>

#include <Eigen/Core>

#include "eigenlex/embedding/storage.hpp"
#include "eigenlex/matrix/unit_rows.hpp"
#include "eigenlex/text/vocabulary.hpp"

namespace eigenlex {

namespace internal {
class CompactRows;
}

/// A table of which each row counts as scaled to length 1, so that the dot product of two rows is
/// their cosine.
///
/// A row of zeros has no direction and stays zero: its cosine with everything is 0. So does a row
/// with an entry that is not finite. Floats are scaled where they are; a compact table is searched
/// as it lies, with 4 bytes a row beside those of pq, and gives for each question exactly, bit for
/// bit, what the table that `decode` makes of it would give.
class UnitTable {
 public:
  /// Takes the rows (words × dimensions); pass them by std::move to save the copy.
  ///
  /// Throws OptionError if there are 2^31 rows or more. Cost O(rows · dimensions), in parallel; the
  /// same bytes for any number of threads.
  explicit UnitTable(Storage rows);

  std::int32_t size() const { return static_cast<std::int32_t>(rows_of(rows_)); }
  Eigen::Index dimensions() const { return dimensions_of(rows_); }

  /// Row `id`, of length 1 or 0.
  Eigen::RowVectorXf row(std::int32_t id) const;
  /// The rows, floats of length 1 or 0; a compact table as it was given.
  const Storage& storage() const { return rows_; }
  /// Of a table of pq, for each row what its codewords together are to be multiplied by to make up
  /// a vector of length 1; 0 where that would not be the row: it has no direction, or numbers near
  /// the ends of float's range. Empty for other tables.
  const Eigen::VectorXf& inverse_lengths() const { return inverse_lengths_; }

  /// The cosine of two rows, summed in double precision and clipped to [-1, 1].
  double cosine(std::int32_t a, std::int32_t b) const;
  /// The dot product of row `id` with `vector` (dimensions), summed in double precision.
  ///
  /// The one definition of a similarity wherever results are ranked: it does not depend on how many
  /// queries are answered at a time, nor on the number of threads.
  double dot(std::int32_t id, const Eigen::Ref<const Eigen::RowVectorXf>& vector) const;

  /// Makes, of a table of floats, its rows in a byte a component as well, for quicker searches for
  /// a vector or a few: a quarter of the memory is read. Takes as long as three such searches and a
  /// quarter of the table's memory; does nothing to a compact table, and never changes a result.
  void add_compact_rows();
  /// What `add_compact_rows` made, or null. Copies of a table share them.
  const internal::CompactRows* compact_rows() const { return compact_.get(); }

 private:
  Storage rows_;
  Eigen::VectorXf inverse_lengths_;
  std::shared_ptr<const internal::CompactRows> compact_;
};

/// Throws OptionError unless the vocabulary has a word for each row of the table.
void require_same_size(const UnitTable& units, const Vocabulary& vocabulary);

}  // namespace eigenlex
