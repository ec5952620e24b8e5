#pragma once

#include <vector>

#include "eigenlex/counts/ppmi.hpp"
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
  /// Throws OptionError naming the field, its value and the violated bound.
  void validate() const;
};

/// The co-occurrence matrix as cells to factorize: the target of every counted cell is its PPMI,
/// cells whose PPMI is 0 included, its weight that of `CellWeightOptions`.
///
/// Targets and weights are computed from the counts at each reading, and columns are read from
/// rows: counts of symmetric contexts are a symmetric matrix, those of directional contexts two
/// blocks [L | R] with L_ij = R_ji. So there is no memory a cell besides the counts, which may lie
/// in memory or in files. Cost: a logarithm and an exponential a cell read.
class PmiCells final : public WeightedCells {
 public:
  enum class Orientation {
    kRows,     ///< as the counts: V rows, V or 2V columns
    kColumns,  ///< transposed: V or 2V rows, V columns
  };

  /// `counts` as `count_cooccurrences` makes them; they have to outlive the cells. Throws
  /// OptionError for bad options, or margins or counts of another shape.
  PmiCells(const CooccurrenceMatrix& counts, const ExpectedCounts& expected,
           const PpmiOptions& ppmi, const CellWeightOptions& weight, Orientation orientation);

  std::int64_t rows() const override { return std::ssize(own_.pmi_offsets); }
  std::int64_t cols() const override { return std::ssize(other_.pmi_offsets); }
  std::int64_t row_size(std::int64_t row) const override;
  void read_row(std::int64_t row, CellBuffer& cells) const override;

 private:
  /// What one margin adds to the logarithm of a stored count, for each of its words or contexts.
  struct Margin {
    std::vector<float> pmi_offsets;     ///< to make it the PMI
    std::vector<float> weight_offsets;  ///< to make it log(x / x_max)
  };
  /// Where the cells of a row are stored: entries `begin` .. `end` - 1 of a row of the counts,
  /// whose columns are `shift` too high.
  struct Place {
    std::int64_t counts_row = 0;
    std::int64_t begin = 0;
    std::int64_t end = 0;
    std::int32_t shift = 0;
  };

  Place place(std::int64_t row) const;

  const CooccurrenceMatrix& counts_;
  /// Entries of each row of the counts in columns of left contexts; empty where columns are read
  /// as they are.
  std::vector<std::int64_t> left_entries_;
  Margin own_;
  Margin other_;
  float exponent_;
};

}  // namespace eigenlex
