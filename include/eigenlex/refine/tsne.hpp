#pragma once

#include <cstdint>

#include "eigenlex/core/progress.hpp"
#include "eigenlex/matrix/row_matrix.hpp"

namespace eigenlex {

/// How points are laid out in the plane; see `tsne`.
struct TsneOptions {
  /// Effective number of neighbours of a point, >= 2 and less than a third of the points.
  double perplexity = 30;
  /// Gradient steps, >= 1.
  int iterations = 500;
  /// Steps at the start with attraction multiplied by `exaggeration`, >= 0.
  int exaggerated_iterations = 150;
  /// Factor of attraction in them, >= 1.
  double exaggeration = 12;
  /// Throws OptionError naming the field, its value and the violated bound.
  void validate() const;
};

/// Places points (n x d) in the plane (n x 2) so that near ones stay near: t-SNE (van der Maaten &
/// Hinton, JMLR 2008), exact, with the step size of Belkina et al. (Nature Communications 2019).
///
/// Starts from the principal components (Kobak & Berens, Nature Communications 2019), so there is
/// nothing random. Distances between far points mean little. `progress` counts steps. Throws
/// OptionError for bad options or a perplexity too large for the points.
/// Cost: 8 n² bytes; about 20 n² flops a step: for some hundred to a few thousand points. The same
/// bytes for any number of threads.
RowMatrix tsne(const RowMatrix& points, const TsneOptions& options, const Progress& progress = {});

}  // namespace eigenlex
