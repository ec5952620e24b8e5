#include "learn/memory_plan.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include <fmt/format.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/parallel.hpp"
#include "eigenlex/counts/context_blocks.hpp"
#include "eigenlex/counts/cooccurrence_counter.hpp"
#include "eigenlex/factor/ppmi_operator.hpp"
#include "eigenlex/matrix/reducer.hpp"
#include "eigenlex/matrix/sparse_operator.hpp"

#include "counts/margins_memory.hpp"
#include "matrix/tiles.hpp"
#include "text/vocabulary_memory.hpp"

namespace eigenlex::internal {
namespace {

/// The program, its libraries, and buffers of files.
constexpr std::int64_t kProgram = 28'000'000;
/// Where a row of the counts begins.
constexpr std::int64_t kOffsetBytes = 8;

}  // namespace

std::int64_t constant_memory(const MatrixShape& shape) {
  return kProgram + vocabulary_memory(shape.rows) + margins_memory(shape.rows, shape.cols) +
         kOffsetBytes * shape.rows;
}

MatrixShape shape_of_counts(std::int64_t words, const CooccurrenceOptions& options) {
  return {.rows = words, .cols = ContextBlocks(options.contexts, words).columns()};
}

std::int64_t svd_memory(const MatrixShape& shape, const FactorRecipe& recipe) {
  return recipe.solver == SvdSolver::kSpectra
             ? spectra_svd_memory(shape.rows, shape.cols, recipe.svd)
             : randomized_svd_memory(shape.rows, shape.cols, recipe.svd, recipe.precision);
}

std::int64_t factor_memory(const MatrixShape& shape, const FactorRecipe& recipe, int threads) {
  std::int64_t most = svd_memory(shape, recipe);
  if (recipe.method == Method::kAls) {
    AlsOptions options = recipe.als;
    options.precision = recipe.precision;
    // The SVD stays for a blend.
    const std::int64_t kept =
        recipe.blend > 0 ? 4 * recipe.svd.rank * (shape.rows + shape.cols) : 0;
    most = std::max(most,
                    kept + als_memory(shape.rows, shape.cols, recipe.svd.rank, options, threads));
  }
  if (recipe.subword_use() == SubwordUse::kShare) {
    const std::int64_t tables = 4 * recipe.svd.rank * (shape.rows + shape.cols);
    most = std::max(most, tables + share_subwords_memory(shape.rows, recipe.svd.rank));
  }
  return most + weighing_memory(shape.cols, threads);
}

std::int64_t rank_memory(const MatrixShape& shape, const FactorRecipe& recipe, int threads,
                         int ranks) {
  if (ranks == 1) return factor_memory(shape, recipe, threads);
  const auto here = [&](std::int64_t rows) {
    return block_count(block_count(rows, kSumRows), ranks) * kSumRows;
  };
  const std::int64_t rank = recipe.svd.rank;
  const std::int64_t blocks = block_count(here(shape.rows) + here(shape.cols), kSumRows);
  // Of what one process takes: the dense sides, the packed one of which is whole in each rank; the
  // rows that are worked on beside those that are kept; and sums of all blocks here at a time.
  const MatrixShape part{here(shape.rows), here(shape.cols)};
  const std::int64_t columns = rank + rank / 4 + kTile;
  std::int64_t most = svd_memory(part, recipe) + 4 * columns * (part.rows + part.cols) +
                      packed_bytes(shape.cols, columns, recipe.precision) +
                      4 * columns * columns * blocks;
  if (recipe.method == Method::kAls) {
    AlsOptions options = recipe.als;
    options.precision = recipe.precision;
    most = std::max(most, als_memory(shape.rows, shape.cols, rank, options, threads) -
                              4 * rank * (shape.rows + shape.cols) +
                              8 * rank * (part.rows + part.cols) + 8 * rank * rank * blocks);
  }
  if (recipe.subword_use() == SubwordUse::kShare) {
    // The tables, and the directions, predictions and messages that are kept, sent and received.
    most = std::max(most, 4 * rank * (part.rows + part.cols) + 4 * rank * 3 * part.rows +
                              share_subwords_memory(shape.rows, rank));
  }
  // The first rank has both tables in the end.
  const std::int64_t tables = 4 * rank * (shape.rows + shape.cols + part.rows + part.cols);
  return std::max(most, tables) + weighing_memory(shape.cols, threads);
}

std::int64_t held_bytes(const CooccurrenceMatrix& counts) {
  if (counts.is_stored()) return 0;
  constexpr std::int64_t kNarrowCell = 8, kWideCell = 12;
  return counts.nonzeros() * (counts.is_wide() ? kWideCell : kNarrowCell);
}

MemoryPlan::MemoryPlan(std::int64_t cap, std::filesystem::path folder)
    : cap_(cap), folder_(std::move(folder)) {}

StorageOptions MemoryPlan::reading() const {
  if (!is_capped()) return {};
  return {.memory = std::max<std::int64_t>(0, cap_ - kProgram) / 4, .folder = folder_};
}

StorageOptions MemoryPlan::counting(const MatrixShape& shape, std::int64_t later) const {
  if (!is_capped()) return {};
  const std::int64_t most = cap_ - constant_memory(shape);
  return {.memory = std::max<std::int64_t>(0, std::min(most / 2, most - later)), .folder = folder_};
}

std::int64_t MemoryPlan::tokens_at_once(const MatrixShape& shape, const StorageOptions& counting,
                                        std::int64_t held, int threads) const {
  const std::int64_t free = is_capped() ? cap_ - constant_memory(shape) - counting.memory - held
                                        : std::numeric_limits<std::int64_t>::max();
  return eigenlex::tokens_at_once(free, shape.cols, threads);
}

bool MemoryPlan::stores_matrix(const CooccurrenceMatrix& counts, std::int64_t positive,
                               const FactorRecipe& recipe) const {
  if (!is_capped()) return true;
  const MatrixShape shape{counts.rows(), counts.cols()};
  const std::int64_t held = held_bytes(counts);
  const bool keeps_counts = recipe.method == Method::kAls;
  const bool in_place =
      !keeps_counts && std::holds_alternative<CooccurrenceMatrix::Narrow>(counts.cells);
  const std::int64_t making = weighing_memory(shape.cols, thread_count()) +
                              (in_place ? ppmi_in_place_memory(counts.nonzeros())
                                        : held + ppmi_memory(counts, positive, thread_count()));
  const std::int64_t using_it = (keeps_counts ? held : 0) +
                                stored_bytes(shape.rows, shape.cols, positive) +
                                svd_memory(shape, recipe);
  return fits(shape, std::max(making, using_it));
}

bool MemoryPlan::fits(const MatrixShape& shape, std::int64_t bytes) const {
  return !is_capped() || bytes <= cap_ - constant_memory(shape);
}

void MemoryPlan::check(const MatrixShape& shape, std::int64_t later) const {
  if (fits(shape, later)) return;
  throw OptionError(
      "Resources.memory", memory_text(cap_),
      fmt::format("must be at least {} for {} words and {} contexts; raise it, or take fewer "
                  "dimensions (SvdOptions.rank), words (VocabularyOptions.max_size) or threads "
                  "(Resources.threads)",
                  memory_text(constant_memory(shape) + later), shape.rows, shape.cols));
}

std::string memory_text(std::int64_t bytes) {
  const double mega = static_cast<double>(bytes) / 1e6;
  return mega < 1000 ? fmt::format("{:.0f} MB", std::ceil(mega))
                     : fmt::format("{:.2f} GB", mega / 1000);
}

}  // namespace eigenlex::internal
