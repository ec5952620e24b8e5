#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "eigenlex/core/block_store.hpp"
#include "eigenlex/factor/svd.hpp"

namespace eigenlex::tool {

struct FactorSettings;

/// The shape of a co-occurrence matrix, on which the memory of factorizing it depends.
struct MatrixShape {
  std::int64_t rows = 0;
  std::int64_t cols = 0;
};

/// Most bytes that factorizing a matrix takes beside its counts: the tall matrices of the solver,
/// packed copies, and what a thread works with. The formulas are in docs/memory.md.
std::int64_t factor_memory(const MatrixShape& shape, const FactorSettings& settings, int threads);

/// A cap on the memory of a run, shared out among its stages.
class MemoryBudget {
 public:
  /// `cap` in bytes, 0 for none; `folder` is for what does not fit. Throws
  /// OptionError for a negative one.
  MemoryBudget(std::int64_t cap, std::filesystem::path folder);

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
  /// Whether as many bytes fit beside the later stage, for all of the run.
  bool fits(const MatrixShape& shape, std::int64_t bytes, std::int64_t later) const;
  /// Throws OptionError, saying what the least cap is, unless the later stage fits by itself.
  void check(const MatrixShape& shape, std::int64_t later) const;

 private:
  std::int64_t cap_;
  std::filesystem::path folder_;
};

/// Gives freed memory back to the system, of which the allocator otherwise keeps much.
void return_free_memory();

/// "512 MB", "1.40 GB".
std::string memory_text(std::int64_t bytes);

}  // namespace eigenlex::tool
