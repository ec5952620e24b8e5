#pragma once

#include <cstdint>

#include "eigenlex/core/progress.hpp"
#include "eigenlex/embedding/storage.hpp"

namespace eigenlex {

/// Rounds each row to bytes, the largest of a row becoming 127. Throws OptionError for numbers that
/// are not finite. The same bytes for any number of threads.
Int8Table quantize_int8(const Table& table);

/// How a table is product-quantized.
struct PqOptions {
  /// Groups of components (m), a byte of code each; 1 .. dimensions.
  std::int64_t subvectors = 60;
  /// Most iterations of k-means in each group, >= 1.
  int iterations = 25;
  /// Words that codebooks are made from, the first of the table, which are the most frequent ones
  /// of a model: what is mostly asked about is kept more exactly. >= 1, 0 for all.
  std::int64_t training_words = 16384;
  /// Seed of the random choices.
  std::uint64_t seed = 1;
  /// Throws OptionError naming the field, its value and the violated bound.
  void validate() const;
};

/// Product quantization (Jégou, Douze & Schmid, TPAMI 2011) of the rows' directions: 256 codewords
/// for each group of components, found by k-means.
///
/// Components are dealt to the groups so that the products of their variances come out alike
/// (eigenvalue allocation; Ge, He, Ke & Sun, CVPR 2013). That presumes components that are hardly
/// correlated, as those of an SVD are; no rotation is made. Throws OptionError for bad options
/// or numbers that are not finite. Cost: 2 · 256 · d flops a word and an iteration. The same bytes
/// for any number of threads.
PqTable quantize_pq(const Table& table, const PqOptions& options, const Progress& progress = {});

}  // namespace eigenlex
