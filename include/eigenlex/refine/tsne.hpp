#pragma once

#include <cstdint>

#include "eigenlex/core/progress.hpp"
#include "eigenlex/matrix/nearest_rows.hpp"
#include "eigenlex/matrix/row_matrix.hpp"

namespace eigenlex {

/// How points are laid out in the plane; see `tsne`.
struct TsneOptions {
  /// Effective number of neighbours of a point, >= 2 and less than a third of the points.
  double perplexity = 30;
  /// Gradient steps, >= 1.
  int iterations = 750;
  /// Steps at the start with attraction multiplied by `exaggeration`, >= 0.
  int exaggerated_iterations = 250;
  /// Factor of attraction in them, >= 1.
  double exaggeration = 12;
  /// A group of far points counts as one where its diagonal is less than this share of its
  /// distance, in 0 .. 1; 0 for none, which costs n² a step.
  double theta = 0.5;
  /// Throws OptionError naming the field, its value and the violated bound.
  void validate() const;
  /// Neighbours of a point that attract it, of `points`: three times the perplexity. Throws
  /// OptionError for a perplexity too large for them.
  std::int64_t neighbours(std::int64_t points) const;
};

/// Places points (n x d) in the plane (n x 2) so that near ones stay near: t-SNE (van der Maaten &
/// Hinton, JMLR 2008) with attraction between neighbours and repulsion by Barnes & Hut's quadtree
/// (van der Maaten, JMLR 2014), and the step size of Belkina et al. (Nature Communications 2019).
///
/// Starts from the principal components (Kobak & Berens, Nature Communications 2019), so there is
/// nothing random. Points of a leaf of the tree go through it together, so that a group counts as
/// one only where it does for all of them. Distances between far points mean little. `progress`
/// counts steps. Throws OptionError for bad options, points that are not finite, or a perplexity
/// too large for them. Cost: `nearest_rows`; then about n (6 perplexity + 500) interactions a step.
/// Memory: some 50 bytes times perplexity and point. The same bytes for any number of threads.
RowMatrix tsne(const RowMatrix& points, const TsneOptions& options = {},
               const Progress& progress = {});

/// The same of points whose neighbours are known: as many as `options.neighbours` says. Throws
/// OptionError where they do not fit.
RowMatrix tsne(const RowMatrix& points, const NearestRows& near, const TsneOptions& options,
               const Progress& progress = {});

}  // namespace eigenlex
