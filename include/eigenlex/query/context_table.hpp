#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "eigenlex/counts/context_blocks.hpp"
#include "eigenlex/counts/context_place.hpp"
#include "eigenlex/counts/counts_file.hpp"
#include "eigenlex/counts/margins_file.hpp"
#include "eigenlex/counts/pmi_rows.hpp"
#include "eigenlex/counts/ppmi.hpp"
#include "eigenlex/query/word_finder.hpp"

namespace eigenlex {

/// A context of a word, as it was counted and weighed.
struct Context {
  std::int32_t word = 0;  ///< its id
  ContextPlace place = ContextPlace::kAround;
  /// How often it was seen: pairs of words in the same window, each as much as its weight, none
  /// left out by subsampling.
  double pairs = 0;
  /// What that would be if words met by chance.
  double expected = 0;
  /// All pairs of the word, and all of the context, in that place; with directional contexts the
  /// word's are those on both sides.
  double word_pairs = 0;
  double context_pairs = 0;
  double all_pairs = 0;
  /// The cell of the matrix that is factorized: positive PMI as `ppmi` has it, or 0.
  double weight = 0;
};

/// The contexts of words: counts of which a row is read and weighed when it is asked for.
///
/// It does not change once it is made, so any number of threads may ask at a time. A row takes one
/// reading of its cells; memory: the margins, 40 bytes a word and block beside those.
class ContextTable {
 public:
  /// Throws OptionError for bad options, or margins of another shape or threshold of subsampling.
  ContextTable(Counts counts, KnownMargins margins, const PpmiOptions& options);

  const Vocabulary& vocabulary() const { return counts_.vocabulary; }
  const PpmiOptions& options() const { return options_; }
  /// The id of a word, found as by WordFinder, or nothing.
  std::optional<std::int32_t> find(std::string_view word) const;
  /// Where contexts can stand, in the order of the blocks of columns.
  std::vector<ContextPlace> places() const;

  /// All contexts that a word was seen in, in the order of columns. Throws OptionError for an id
  /// out of range, IoError, or FormatError where the row is damaged.
  std::vector<Context> contexts_of(std::int32_t word) const;

 private:
  Counts counts_;
  WordFinder finder_;
  PpmiOptions options_;
  ContextBlocks blocks_;
  Margins plain_;
  std::vector<double> totals_;  ///< of all pairs, by set of margins
  PmiRows pmi_;
};

}  // namespace eigenlex
