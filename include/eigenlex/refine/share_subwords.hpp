#pragma once

#include <cstdint>

#include "eigenlex/core/progress.hpp"
#include "eigenlex/embedding/embedding.hpp"
#include "eigenlex/embedding/ngrams.hpp"
#include "eigenlex/matrix/row_spread.hpp"

namespace eigenlex {

/// How much the vector of a word leans on those of its parts. As it is, it holds the defaults,
/// which docs/quality.md compares.
struct SubwordShareOptions {
  AffixOptions parts{};
  /// Penalty on the vectors of parts (λ), > 0.
  double regularization = 6;
  /// A word with n occurrences counts n / (n + this) in the regression, >= 0.
  double known_count = 20;
  /// Parts of the words that are predicted by the others' at a time, 2 .. 100.
  std::int32_t folds = 5;
  /// Most that is added of a prediction of length 1 (f), >= 0: all of it from `full_cosine` on,
  /// nothing up to `least_cosine`; -1 <= least < full <= 1.
  double share = 0.6;
  double least_cosine = 0.2;
  double full_cosine = 0.5;
  /// What is added for rare words as well: r / (n + r) with this r, >= 0, from a cosine of
  /// `rare_cosine` on, in (0, 1], and in proportion below.
  double rare_count = 50;
  double rare_cosine = 0.3;
  /// Of the choice of folds.
  std::uint64_t seed = 1;
  /// Throws OptionError naming the field, its value and the violated bound.
  void validate() const;
};

/// What became of the words.
struct SubwordShares {
  std::int32_t parts = 0;    ///< distinct parts that words were composed of
  double mean_cosine = 0;    ///< of the predictions with the words' own vectors
  std::int32_t leaning = 0;  ///< words that were given something of their prediction
};

/// Lets the vectors of words lean on their beginnings and endings, each as far as the vectors of
/// other words say that it should.
///
/// The unit vectors y_i of the words are regressed on their parts, as by `bag_regression` with the
/// weights n_i / (n_i + `known_count`); each fold of words is predicted by the other folds. With
/// the prediction p_i, at most of length 1, and its cosine c_i with y_i, the word's direction
/// becomes that of
///   y_i + (f clip((c_i - least) / (full - least)) + r / (n_i + r) clip(c_i / `rare_cosine`)) p_i
/// (clip: to 0 .. 1); its length stays. So "walked", which its parts foretell, comes nearer to
/// them, and "king" stays where its contexts put it. Words without direction or without parts stay.
///
/// `progress` counts folds and dimensions. Throws OptionError for bad options. Cost that of
/// `bag_regression` for each fold; the same bytes for any number of threads. Zhao, Mudgal & Liang
/// (EMNLP 2018) regress vectors on n-grams of words; deviations: parts are beginnings and endings,
/// and known words are given their own share.
SubwordShares share_subwords(Embedding& words, const SubwordShareOptions& options = {},
                             const Progress& progress = {});

/// The same of vectors by themselves, `rows`, of which this process has those that the spread has
/// it keep. Regressions, each of a fold and 64 dimensions, are dealt out to the ranks, all of which
/// have the unit vectors of all words, 4 bytes a number.
SubwordShares share_subwords(const Vocabulary& words, Table& rows,
                             const SubwordShareOptions& options, const RowSpread* spread,
                             const Progress& progress = {});

/// Most bytes that `share_subwords` takes beside the words, where these have no more parts than
/// there are of them, as in any language that was tried, and few ideographs.
std::int64_t share_subwords_memory(std::int64_t words, std::int64_t dim);
/// And those that it takes for these words, whose parts are counted for it.
std::int64_t share_subwords_memory(const Vocabulary& words, std::int64_t dim,
                                   const AffixOptions& options);

}  // namespace eigenlex
