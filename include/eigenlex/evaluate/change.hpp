#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "eigenlex/matrix/row_matrix.hpp"

namespace eigenlex {

/// The cosine of each row with that row of another table, in double; 0 where either is 0. Throws
/// OptionError where the shapes differ. The same for any number of threads.
std::vector<double> row_cosines(const RowMatrix& first, const RowMatrix& second);

/// How far each value is from those of words of like frequency, in their deviations: less the
/// median, over 1.4826 × the median absolute deviation, of the `matched` values whose counts are
/// nearest in order (all, if they are fewer; ties by place). So what rare words do by chance is
/// measured by what other rare words do (Dubossarsky, Weinshall & Grossman, EMNLP 2017). Where the
/// matched values do not deviate, 0.
///
/// `counts` are as many as values. Throws OptionError otherwise, or for `matched` < 3. Cost
/// O(values · matched).
std::vector<double> frequency_matched(std::span<const double> values,
                                      std::span<const std::int64_t> counts, std::int64_t matched);

/// The probability that a standard normal number is at least `z`.
double upper_tail(double z);

/// Which hypotheses are rejected so that of those at most a share `rate` is rejected wrongly, on
/// average: those with p up to the largest p_(k) <= k rate / n (Benjamini & Hochberg, Journal of
/// the Royal Statistical Society B 1995). Throws OptionError unless 0 < rate < 1.
std::vector<bool> discoveries(std::span<const double> p_values, double rate);

}  // namespace eigenlex
