#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "eigenlex/core/communicator.hpp"
#include "eigenlex/counts/cooccurrence.hpp"

namespace eigenlex {

/// Share of a word's occurrences that word2vec's subsampling keeps, for each word:
/// min(1, sqrt(t/f) + t/f) where f is the word's share of all tokens (the `word2vec` program; the
/// formula of Mikolov et al., NIPS 2013, differs a little). All 1 for t = 0. Throws OptionError for
/// t < 0.
std::vector<double> subsampling_keep(std::span<const std::int64_t> word_counts, double threshold);

/// The margins of counts in expectation under subsampling, and what makes a count expected.
///
/// A cell x_ij stands for x_ij keep_i keep_j / unit, the expected count, as Hellrich, Kampe & Hahn
/// (2019) take it; no randomness enters.
struct Margins {
  std::vector<double> row_scale;  ///< keep_i / unit, by row
  std::vector<double> col_scale;  ///< keep_j, by column
  std::vector<double> row_sums;   ///< r_i, in units of 1 (a pair of weight 1); for near contexts
                                  ///< V for each block of columns, one block after the other
  std::vector<double> col_sums;   ///< c_j

  /// Throws OptionError unless these are the margins of a matrix of that shape.
  void check_shape(std::int64_t rows, std::int64_t cols) const;
};

/// Margins of the expected counts; `word_counts` are the corpus counts of the V words. The cells
/// are those that `ContextBlocks` says a column shares with a row, so every sum is over a row.
///
/// Where the rows of the counts are spread over `ranks`, others being empty here, all ranks get the
/// margins of all. Throws OptionError if `counts` does not have V rows and columns of some kind of
/// context. Cost: one pass over the non-zeros. Determinism: a sum is taken by one thread in the
/// order of columns.
Margins expected_margins(const CooccurrenceMatrix& counts,
                         std::span<const std::int64_t> word_counts, double subsample,
                         const Communicator& ranks = one_process());

}  // namespace eigenlex
