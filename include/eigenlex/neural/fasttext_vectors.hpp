#pragma once

#include <cstdint>
#include <filesystem>

#include "eigenlex/core/enum_names.hpp"
#include "eigenlex/core/progress.hpp"
#include "eigenlex/embedding/embedding.hpp"

namespace eigenlex {

// What this header declares is in the library eigenlex_fasttext, which needs libfasttext.

/// What predicts what.
enum class FastTextModel {
  kSkipGram,  ///< a word predicts each of its neighbours
  kCbow,      ///< the neighbours' mean predicts the word
};
constexpr auto enum_names(FastTextModel) {
  return std::to_array<EnumName<FastTextModel>>(
      {{FastTextModel::kSkipGram, "skipgram"}, {FastTextModel::kCbow, "cbow"}});
}

/// Training of a neural comparator; the defaults are those of the `fasttext` program but for
/// sub-words, which are off.
struct FastTextOptions {
  FastTextModel model = FastTextModel::kSkipGram;
  /// Columns of the table; 1 .. 10,000.
  int dim = 100;
  /// Most words on each side that count; each position draws its own number; >= 1.
  int window = 5;
  /// Passes over the corpus; >= 1.
  int epochs = 5;
  /// Negative samples for each positive; >= 1.
  int negative = 5;
  /// Share of the tokens above which words are sampled down (t); > 0.
  double subsample = 1e-4;
  /// Shortest and longest character n-grams that add to a word's vector; 0 and 0 for none, which
  /// is plain word2vec. 0 .. 20, the first no longer than the second.
  int shortest_subword = 0;
  int longest_subword = 0;
  /// Words that are rarer are left out; >= 1.
  int min_count = 1;
  /// Threads, which write to one table without locks; >= 1. With more than one the result differs
  /// from run to run, whatever the seed.
  int threads = 1;
  /// Seed of first vectors and sampling; >= 0.
  int seed = 1;
  /// Step size at the start, which falls to 0; > 0. 0.05 is the program's default.
  double learning_rate = 0.05;
  /// Throws OptionError naming the field, its value and the violated bound.
  void validate() const;
};

/// Learns vectors with negative sampling by libfasttext (Mikolov et al., NIPS 2013; Bojanowski et
/// al., TACL 2017, for sub-words): for comparison with factorization.
///
/// `corpus` is a regular file of words between blanks, a document a line; lines are cut after 1,024
/// words. Gives the words by count and their vectors, sub-words added in; its word for line ends is
/// left out. `progress` counts thousandths and is called by the calling thread; what it throws
/// stops the training. Throws OptionError, IoError, or FormatError where the corpus has no word.
/// Time grows with tokens, epochs, negatives and dim; memory 8 dim bytes a word, and with sub-words
/// 8 dim MB. Deterministic with one thread only.
Embedding train_fasttext(const std::filesystem::path& corpus, const FastTextOptions& options,
                         const Progress& progress = {});

}  // namespace eigenlex
