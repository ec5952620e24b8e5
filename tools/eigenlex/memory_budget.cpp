#include "memory_budget.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include <fmt/format.h>
#include <malloc.h>

#include "eigenlex/core/error.hpp"

#include "pipeline.hpp"

namespace eigenlex::tool {
namespace {

constexpr std::int64_t kMega = 1'000'000;
/// The program, its libraries, and buffers of files.
constexpr std::int64_t kProgram = 28 * kMega;
/// A word in the vocabulary, in its table, and in the margins of the matrix.
constexpr std::int64_t kWordBytes = 280;
/// A row of counts being read by a thread and its PPMI, a cell.
constexpr std::int64_t kRowCellBytes = 24;
constexpr std::int64_t kThread = 2 * kMega;
/// Cells of a block of rows that ALS solves for at a time, a thread.
constexpr std::int64_t kAlsThread = 28 * kMega;
constexpr std::int64_t kUnlimited = std::numeric_limits<std::int64_t>::max();
/// Positions within a piece of corpus are numbers of 32 bits; a block of it may exceed the piece.
constexpr std::int64_t kMostTokensAtOnce = std::int64_t{3} << 30;

/// What the run takes in any stage once the vocabulary is known.
std::int64_t always(const MatrixShape& shape) { return kProgram + kWordBytes * shape.rows; }

/// A number of a packed dense matrix.
std::int64_t number_bytes(const FactorSettings& settings) {
  return settings.precision == DensePrecision::kBfloat16 ? 2 : 4;
}

std::int64_t svd_memory(const MatrixShape& shape, const FactorSettings& settings) {
  const std::int64_t n = shape.rows, m = shape.cols, d = settings.svd.rank;
  if (settings.solver == Solver::kSpectra) {
    return 8 * (2 * d + 20) * n + 8 * d * n + 4 * d * (2 * n + m) + 24 * (n + m);
  }
  // A Krylov start is made above rank 64; it has whole blocks of 64 columns.
  const bool krylov = d > 64;
  const auto oversampled =
      d + std::max<std::int64_t>(4, static_cast<std::int64_t>(std::ceil(settings.svd.oversampling *
                                                                        static_cast<double>(d))));
  const std::int64_t l = std::max(oversampled, krylov ? (d + 4 + 63) / 64 * 64 : 0);
  const std::int64_t packed = number_bytes(settings) * (l + 63) / 64 * 64 * std::max(n, m);
  const std::int64_t small = 32 * 4 * l * l + 10 * 8 * l * l;
  const std::int64_t iteration = 4 * l * (2 * n + m) + std::max(packed, 4 * d * n) + small;
  // The Krylov space of the start has about 3.4 d columns.
  const std::int64_t k = 7 * d / 2;
  const std::int64_t start = krylov ? 4 * (k + l) * n + 4 * 8 * k * k : 0;
  return std::max(iteration, start);
}

std::int64_t als_memory(const MatrixShape& shape, const FactorSettings& settings, int threads) {
  const std::int64_t n = shape.rows, m = shape.cols, d = settings.svd.rank;
  const std::int64_t tables = (settings.blend > 0 ? 8 : 4) * d * (n + m);
  return tables + number_bytes(settings) * (d + 31) / 32 * 32 * std::max(n, m) +
         threads * kAlsThread;
}

}  // namespace

std::int64_t factor_memory(const MatrixShape& shape, const FactorSettings& settings, int threads) {
  const std::int64_t rows_at_work = threads * (kThread + kRowCellBytes * shape.cols);
  std::int64_t most = svd_memory(shape, settings);
  if (settings.method == Method::kAls) {
    most = std::max(most, als_memory(shape, settings, threads));
  }
  return most + rows_at_work;
}

MemoryBudget::MemoryBudget(std::int64_t cap, std::filesystem::path folder)
    : cap_(cap), folder_(std::move(folder)) {
  if (cap < 0) throw OptionError("--memory", fmt::to_string(cap), "must be at least 0 (no limit)");
}

StorageOptions MemoryBudget::reading() const {
  if (!is_capped()) return {};
  return {.memory = std::max<std::int64_t>(0, cap_ - kProgram) / 4, .folder = folder_};
}

StorageOptions MemoryBudget::counting(const MatrixShape& shape, std::int64_t later) const {
  if (!is_capped()) return {};
  const std::int64_t most = cap_ - always(shape);
  return {.memory = std::max<std::int64_t>(0, std::min(most / 2, most - later)), .folder = folder_};
}

std::int64_t MemoryBudget::tokens_at_once(const MatrixShape& shape, const StorageOptions& counting,
                                          std::int64_t held, int threads) const {
  if (!is_capped()) return kMostTokensAtOnce;
  // Ids and positions are 4 bytes each, and ids of a piece are twice there for a moment.
  constexpr std::int64_t kTokenBytes = 9;
  constexpr std::int64_t kLeastTokens = 1 << 20;
  const std::int64_t accumulators = threads * (2 * kThread + 20 * shape.cols);
  const std::int64_t free = cap_ - always(shape) - counting.memory - held - accumulators;
  return std::clamp(free / kTokenBytes, kLeastTokens, kMostTokensAtOnce);
}

bool MemoryBudget::fits(const MatrixShape& shape, std::int64_t bytes, std::int64_t later) const {
  return !is_capped() || bytes <= cap_ - always(shape) - later;
}

void MemoryBudget::check(const MatrixShape& shape, std::int64_t later) const {
  if (fits(shape, 0, later)) return;
  throw OptionError("--memory", memory_text(cap_),
                    fmt::format("must be at least {} for {} words and {} contexts; raise it, or "
                                "lower --dim, --max-vocab or --threads",
                                memory_text(always(shape) + later), shape.rows, shape.cols));
}

void return_free_memory() { ::malloc_trim(0); }

std::string memory_text(std::int64_t bytes) {
  const double mega = static_cast<double>(bytes) / 1e6;
  return mega < 1000 ? fmt::format("{:.0f} MB", std::ceil(mega))
                     : fmt::format("{:.2f} GB", mega / 1000);
}

}  // namespace eigenlex::tool
