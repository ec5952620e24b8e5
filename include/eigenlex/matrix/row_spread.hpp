#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <utility>
#include <vector>

#include "eigenlex/core/communicator.hpp"
#include "eigenlex/matrix/csr_matrix.hpp"
#include "eigenlex/matrix/reducer.hpp"
#include "eigenlex/matrix/row_matrix.hpp"

namespace eigenlex {

/// Rows that stay together wherever they go: what is done to some rows at a time is done to these.
inline constexpr std::int64_t kGroupRows = 32;

/// Which rank works on which rows of a sparse matrix, by groups of `kGroupRows` of them. Any choice
/// gives the same bytes; a good one gives each as much to do and moves few rows.
using GroupOwners = std::vector<std::int32_t>;

/// Owners by the work that each row is: those that keep the rows (see `RowSpread`) but for the
/// heaviest groups of ranks with too much to do. Under frequency order the first thousand words
/// have a third of all cells.
GroupOwners share_out(std::span<const std::int64_t> row_work, int ranks);

/// The most work of a rank beside a fair share, >= 1.
double imbalance(const GroupOwners& owners, std::span<const std::int64_t> row_work, int ranks);

/// How the rows of a tall matrix are spread over ranks, in two ways at a time.
///
/// As a dense matrix each rank *keeps* consecutive rows, in whole blocks of `kSumRows`, about as
/// many as the others: sums over rows have one order. In products with a sparse matrix, whose rows
/// differ in length by orders of magnitude, each *works on* the groups that it owns. `fetch` and
/// `keep` take rows from one to the other.
class RowSpread final : public Reducer {
 public:
  /// For `parts` times as many rows as there are items, `items` and their owners once a part. The
  /// communicator has to outlive it.
  RowSpread(const Communicator& ranks, std::int64_t items, std::int64_t parts,
            const GroupOwners& owners);

  const Communicator& ranks() const { return ranks_; }
  std::int64_t rows() const { return kept_ends_.back(); }

  std::int64_t first_row() const override;
  std::int64_t all_rows(std::int64_t) const override { return rows(); }
  bool is_spread() const override { return true; }
  void in_row_order(std::span<double> state, const Step& step) const override {
    ranks_.in_rank_order(state, step);
  }

  /// How many rows are kept here, from `first_row()` on.
  std::int64_t kept() const;
  /// The last row and one that each rank keeps.
  std::span<const std::int64_t> kept_ends() const { return kept_ends_; }
  /// The rows that are worked on here, in rising order.
  std::span<const std::int64_t> own() const { return own_; }
  bool owns(std::int64_t row) const { return places_[group_of(row)] >= 0; }
  /// Where a row that is worked on here is among those.
  std::int64_t place(std::int64_t row) const {
    return places_[group_of(row)] + row % items_ % kGroupRows;
  }

  /// The rows of a matrix of all rows that are worked on here; the others have to be empty.
  template <class Value>
  CsrMatrix<Value> own_rows(CsrMatrix<Value> matrix) const {
    std::vector<std::int64_t> indptr{0};
    for (const std::int64_t row : own_) {
      indptr.push_back(matrix.indptr[static_cast<std::size_t>(row) + 1]);
    }
    matrix.indptr = std::move(indptr);
    matrix.rows = std::ssize(own_);
    return matrix;
  }

  /// Rows that were worked on here, as they are at their places, to who keeps them: `keep(row,
  /// bytes)` is told the rows that are kept here, from 0.
  void keep(std::span<const std::byte> own, std::int64_t row_bytes,
            const std::function<void(std::int64_t row, const std::byte* bytes)>& keep) const;
  /// The other way: `bytes_of(row)` gives a row that is kept here.
  void fetch(const std::function<const std::byte*(std::int64_t row)>& bytes_of,
             std::int64_t row_bytes, std::span<std::byte> own) const;
  RowMatrix keep(const RowMatrix& own) const;
  RowMatrix fetch(const RowMatrix& kept) const;

  /// All rows, in every rank.
  RowMatrix gather_in_all(const RowMatrix& kept) const;
  /// All rows in the first rank; no rows in the others.
  RowMatrix gather_in_first(const RowMatrix& kept) const;

  /// Bytes that this rank sends in one `keep` of rows of a byte each, or has sent it in a `fetch`.
  std::int64_t rows_sent() const;

 private:
  std::size_t group_of(std::int64_t row) const {
    return static_cast<std::size_t>(row / items_ * groups_ + row % items_ / kGroupRows);
  }

  const Communicator& ranks_;
  std::int64_t items_;
  std::int64_t groups_;                  ///< in a part
  std::vector<std::int64_t> kept_ends_;  ///< by rank
  std::vector<std::int64_t> own_;
  std::vector<std::int64_t> own_ends_;    ///< in own_, by the rank that keeps the rows
  std::vector<std::int64_t> places_;      ///< by group, of its first row among own_, or -1
  std::vector<std::int32_t> kept_rows_;   ///< from 0, by the rank that works on them
  std::vector<std::int64_t> owner_ends_;  ///< in kept_rows_, by that rank
};

/// Reducer of rows that are spread, or of rows in one place where there is no spread.
inline const Reducer& reducer_of(const RowSpread* spread) {
  if (spread != nullptr) return *spread;
  return rows_in_one_place();
}

/// The spreads of the rows and of the columns of one matrix.
struct CellSpread {
  RowSpread rows;
  RowSpread cols;
};

}  // namespace eigenlex
