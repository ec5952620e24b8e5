#pragma once

#include <cstdint>
#include <vector>

namespace eigenlex {

/// The observed cells of one row; the three vectors have one length.
struct CellBuffer {
  std::vector<std::int32_t> indices;  ///< columns, strictly rising
  std::vector<float> targets;         ///< m_ij, the values to come near
  std::vector<float> weights;         ///< a_ij >= 0, how much that matters
};

/// About how large the targets and the weights of cells are, by which a solver may scale them.
struct CellMagnitudes {
  double target = 1;
  double weight = 1;
};

/// The observed cells of an n x m matrix, row by row: what weighted factorization reads.
///
/// Rows are read once a sweep, so an implementation may as well compute its cells as store them.
/// Implementations give the same bytes at every reading and may be read by several threads at once.
class WeightedCells {
 public:
  virtual ~WeightedCells() = default;

  virtual std::int64_t rows() const = 0;
  virtual std::int64_t cols() const = 0;
  /// Into how many parts of one size the rows fall, as columns of counts into blocks of contexts.
  virtual std::int64_t parts() const { return 1; }
  /// Number of observed cells of a row, by which work is shared out.
  virtual std::int64_t row_size(std::int64_t row) const = 0;
  /// Their largest magnitudes, within a few powers of ten; both above 0.
  virtual CellMagnitudes magnitudes() const { return {}; }
  /// Replaces the content of `cells` by the observed cells of a row; its memory is used again.
  virtual void read_row(std::int64_t row, CellBuffer& cells) const = 0;
};

}  // namespace eigenlex
