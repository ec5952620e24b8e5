#pragma once

#include <cstdint>
#include <vector>

#include "eigenlex/core/progress.hpp"
#include "eigenlex/embedding/ngrams.hpp"
#include "eigenlex/embedding/subwords.hpp"

namespace eigenlex {

/// How vectors of sub-words are learned.
struct SubwordOptions {
  NgramOptions ngrams = {};
  /// Penalties λ to choose from by held-out words, each > 0; at least one, and one alone is taken
  /// as it is.
  std::vector<double> regularizations = {0.1, 0.3, 1, 3};
  /// Words held out for the choice, >= 1; at most a tenth of all words are.
  std::int32_t held_out = 2000;
  /// Seed of the choice of held-out words.
  std::uint64_t seed = 1;
  /// Throws OptionError naming the field, its value and the violated bound.
  void validate() const;
};

/// Learns vectors of character n-grams that add up to the vectors of words: ridge regression of the
/// words' unit vectors on their bags of n-grams (Zhao, Mudgal & Liang, EMNLP 2018). Words without
/// direction take no part.
///
/// `progress` counts dimensions of all regressions. Throws OptionError where options do not fit, or
/// where no n-gram is common enough. Cost that of `bag_regression` for each penalty and once more;
/// the same bytes for any number of threads.
Subwords train_subwords(const Embedding& words, const SubwordOptions& options = {},
                        const Progress& progress = {});

}  // namespace eigenlex
