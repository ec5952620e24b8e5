#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "eigenlex/core/storage_options.hpp"
#include "eigenlex/counts/cooccurrence.hpp"
#include "eigenlex/learn/recipe.hpp"

namespace eigenlex::internal {

/// The shape of a co-occurrence matrix, on which the memory of factorizing it depends.
struct MatrixShape {
  std::int64_t rows = 0;
  std::int64_t cols = 0;
};

/// The shape of the counts of so many words.
MatrixShape shape_of_counts(std::int64_t words, const CooccurrenceOptions& options);

/// Bytes that a run takes in any stage once the vocabulary is known: the program, words, margins.
std::int64_t constant_memory(const MatrixShape& shape);

/// Most bytes that an SVD takes beside the matrix, and factorizing as a whole beside counts that
/// are weighed as they are read: what the stages say of themselves. docs/memory.md has the
/// formulas.
std::int64_t svd_memory(const MatrixShape& shape, const FactorRecipe& recipe);
std::int64_t factor_memory(const MatrixShape& shape, const FactorRecipe& recipe, int threads);

/// The same in each of so many ranks that share a matrix.
std::int64_t rank_memory(const MatrixShape& shape, const FactorRecipe& recipe, int threads,
                         int ranks);

/// Bytes of counts where they lie in memory.
std::int64_t held_bytes(const CooccurrenceMatrix& counts);

/// How the memory of a run is shared out among its stages, so that together they keep a cap.
class MemoryPlan {
 public:
  /// `cap` in bytes, 0 for none; `folder` is for what does not fit.
  MemoryPlan(std::int64_t cap, std::filesystem::path folder);

  bool is_capped() const { return cap_ > 0; }
  std::int64_t cap() const { return cap_; }
  const std::filesystem::path& folder() const { return folder_; }

  /// For the word ids of the corpus while it is read.
  StorageOptions reading() const;
  /// For counts of this shape of which a later stage, which takes `later` bytes itself, reads.
  StorageOptions counting(const MatrixShape& shape, std::int64_t later) const;
  /// Tokens to count at a time when word ids hold `held` bytes.
  std::int64_t tokens_at_once(const MatrixShape& shape, const StorageOptions& counting,
                              std::int64_t held, int threads) const;
  /// Whether the weighted matrix, of so many positive cells, is stored rather than computed from
  /// the counts in each product: always without a cap, which is faster and gives the same bytes.
  bool stores_matrix(const CooccurrenceMatrix& counts, std::int64_t positive,
                     const FactorRecipe& recipe) const;
  /// Whether so many bytes fit beside what the run takes in any stage.
  bool fits(const MatrixShape& shape, std::int64_t bytes) const;
  /// Throws OptionError, saying what the least cap is, unless the later stage fits by itself.
  void check(const MatrixShape& shape, std::int64_t later) const;

 private:
  std::int64_t cap_;
  std::filesystem::path folder_;
};

/// "512 MB", "1.40 GB".
std::string memory_text(std::int64_t bytes);

}  // namespace eigenlex::internal
