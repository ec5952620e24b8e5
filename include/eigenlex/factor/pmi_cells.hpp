#pragma once

#include <memory>
#include <vector>

#include "eigenlex/counts/pmi_rows.hpp"
#include "eigenlex/factor/weighted_cells.hpp"

namespace eigenlex {

/// How much an observed co-occurrence counts: a = min(1, (x / x_max)^e) for the expected count x;
/// Pennington, Socher & Manning (GloVe, EMNLP 2014), who take e = 0.75 and x_max = 100.
struct CellWeightOptions {
  /// Expected count from which on a cell has the full weight 1 (x_max), in units of 1 (a pair of
  /// weight 1); > 0.
  double full_weight_count = 1.0;
  /// Exponent e, in [0, 1]; 0 weights all observed cells alike.
  double exponent = 0.5;
  /// Targets below this are raised to it; at most 0. Below 0 an observed cell can say that two
  /// words meet more rarely than by chance.
  double lowest_target = 0.0;
  /// Throws OptionError naming the field, its value and the violated bound.
  void validate() const;
};

/// The co-occurrence matrix as cells to factorize: the target of every counted cell is its PMI, but
/// no less than `CellWeightOptions.lowest_target`, its weight that of `CellWeightOptions`.
///
/// Targets and weights are computed from the counts at each reading, and the columns are read from
/// the rows, by `PmiRows`. So there is no memory a cell besides the counts, which may lie in memory
/// or in files. A cell is the same by rows and by columns. Cost: a logarithm and an exponential a
/// cell read.
class PmiCells final : public WeightedCells {
 public:
  /// `counts` as `count_cooccurrences` makes them; they have to outlive the cells. The damping of
  /// `ppmi` is not theirs: their weights say how much evidence a cell is. Throws OptionError for
  /// bad options, or margins or counts of another shape.
  PmiCells(const CooccurrenceMatrix& counts, const Margins& margins, const PpmiOptions& ppmi,
           const CellWeightOptions& weight, PmiOrientation orientation);
  ~PmiCells() override;

  std::int64_t rows() const override;
  std::int64_t cols() const override;
  std::int64_t parts() const override;
  std::int64_t row_size(std::int64_t row) const override;
  void read_row(std::int64_t row, CellBuffer& cells) const override;

 private:
  /// What a thread works with.
  class ScratchPool;

  /// Entries of row `word` of the counts before those in a block of columns.
  std::int64_t entries_before(std::int64_t word, std::int64_t block) const;

  const CooccurrenceMatrix& counts_;
  PmiRows pmi_;
  CellWeightOptions weight_;
  PmiOrientation orientation_;
  /// By word, the entries before the second block of columns, and before the third.
  std::vector<std::int64_t> cuts_;
  std::unique_ptr<ScratchPool> scratch_;
};

}  // namespace eigenlex
