#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "eigenlex/matrix/row_matrix.hpp"

namespace eigenlex {

/// How well a classifier tells one class from the others.
struct ClassScore {
  double precision = 0;  ///< 0 where the class was never predicted
  double recall = 0;     ///< 0 where no example is of the class
  double f1 = 0;         ///< harmonic mean of the two, 0 where both are 0
  std::int64_t examples = 0;
};

/// How well predictions agree with labels.
struct ClassificationScore {
  std::int64_t examples = 0;
  /// Share of examples whose most probable class is theirs.
  double accuracy = 0;
  /// Mean of F1 over the classes that occur as a label or as a prediction.
  double macro_f1 = 0;
  /// Area under the ROC curve: of class 1 where there are two classes, otherwise the mean over the
  /// classes, each against the rest (Hand & Till, Machine Learning 2001, discuss both); of classes
  /// that have no example or all of them, nothing.
  std::optional<double> auc;
  /// Mean of -log of the probability of the true class, that taken as 1e-12 at least.
  double log_loss = 0;
  std::vector<ClassScore> classes;
  /// confusion[t][p]: examples of class t that were predicted to be p.
  std::vector<std::vector<std::int64_t>> confusion;
};

/// The most probable class of each row, the first of equals. Throws OptionError for a number that
/// is not finite.
std::vector<std::int32_t> most_probable(const RowMatrix& probabilities);

/// Scores predictions: `probabilities` has a row for each label and a column for each class. Throws
/// OptionError where the sizes do not fit, there is no example, a label is no column, or a number
/// is not finite.
ClassificationScore score_classification(std::span<const std::int32_t> labels,
                                         const RowMatrix& probabilities);

/// Area under the ROC curve by the ranks of the scores, ties at half (Mann & Whitney 1947); nothing
/// unless both kinds of examples occur. `positive` and `scores` are of the same length. Throws
/// OptionError for a score that is not finite, which has no rank.
std::optional<double> area_under_roc(const std::vector<bool>& positive,
                                     std::span<const float> scores);

/// A score as an object: examples, accuracy, macro_f1, auc (null where it is undefined), log_loss,
/// classes (those of the score, with these names) and confusion.
nlohmann::ordered_json to_json(const ClassificationScore& score,
                               std::span<const std::string> class_names);

}  // namespace eigenlex
