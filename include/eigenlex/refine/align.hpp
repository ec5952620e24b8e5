#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include <Eigen/Core>
#include <nlohmann/json.hpp>

#include "eigenlex/core/progress.hpp"
#include "eigenlex/embedding/model.hpp"
#include "eigenlex/refine/anchors.hpp"

namespace eigenlex {

/// How a table is rotated onto another.
struct AlignOptions {
  /// Seek the rotation for rows less the mean row of the frequent words.
  bool centre = true;
  /// Number of occurrences from which on a word weighs more than half of one that is certain, >= 0;
  /// 0 for the same weight of all. Words without counts are certain.
  double certainty = 100;
  /// Anchors are left out whose cosine is so many deviations below the median, >= 0; 0 for none.
  double outlier = 3;
  /// Most rounds of self-learning: words that are each other's nearest by CSLS become anchors, >=
  /// 0.
  int rounds = 10;
  /// Most frequent words of either side that self-learning is about, and that the means are of,
  /// >= 1.
  std::int32_t frequent = 10'000;
  /// Nearest words that CSLS tells hubs by, >= 1.
  std::int32_t neighbours = 10;
  /// Throws OptionError naming the field, its value and the violated bound.
  void validate() const;
};

/// What a fit of the rotation was made from.
struct AlignRound {
  std::int64_t anchors = 0;   ///< that were at hand
  std::int64_t left_out = 0;  ///< of them, as outliers
  double mean_cosine = 0;     ///< of the others, after the rotation
};

/// A rotation of a source onto a target.
struct Alignment {
  /// x ↦ x R: dimensions of the source × dimensions of the target. Rows are orthonormal, columns
  /// where the target has fewer dimensions.
  Eigen::MatrixXd rotation;
  /// The fit to the anchors given, then one a round.
  std::vector<AlignRound> rounds;
  /// The anchors given that do not fit the rotation, those that fit least first.
  std::vector<Anchor> moved;
};

/// Finds the rotation, mirroring allowed, that takes a source's words nearest to the words of a
/// target that they are anchored to.
///
/// Orthogonal Procrustes (Schönemann, Psychometrika 1966) of rows of length 1, centred and of
/// length 1 again (Artetxe, Labaka & Agirre, EMNLP 2016), an anchor weighing 1 / (1 + c/n + c/m)
/// where its words occur n and m times. Outliers, by the median absolute deviation (Rousseeuw &
/// Croux, JASA 1993), are left out and the rest is fitted again until they stay the same. Each
/// round takes the anchors given that are no outliers, and the frequent words that are each other's
/// nearest by CSLS (Conneau et al., ICLR 2018), and fits again; it ends with the first that finds
/// the same pairs.
///
/// Throws OptionError for bad options, an id out of range, or no anchors. Cost: 4 frequent²
/// d flops a round. The same for any number of threads.
Alignment align(const Embedding& source, const Embedding& target, std::span<const Anchor> anchors,
                const AlignOptions& options = {}, const Progress& progress = {});

/// The model in the space of another: words and contexts rotated, so that cosines within the model
/// and products of words with contexts stay as they were, if no dimension is lost. Its rows are no
/// scaled singular vectors any more. "align" in the description says how (`to_json`).
Model rotated(Model model, const Alignment& alignment, const AlignOptions& options);

/// What is recorded of an alignment: options, rounds, and how many anchors moved.
nlohmann::ordered_json to_json(const Alignment& alignment, const AlignOptions& options);

}  // namespace eigenlex
