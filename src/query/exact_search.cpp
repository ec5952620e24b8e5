#include "query/exact_search.hpp"

#include <algorithm>
#include <atomic>
#include <limits>
#include <memory>
#include <utility>
#include <variant>

#include "eigenlex/core/as_size.hpp"
#include "eigenlex/core/parallel.hpp"

#include "query/quick_product.hpp"

namespace eigenlex::internal {
namespace {

constexpr std::int64_t kSearchedRowsPerBlock = 4096;
constexpr std::int64_t kRequestsPerMerge = 64;
// Upper bounds are compared with the threshold this many at a time: the maximum of a chunk is one
// vector loop, and nearly all chunks hold nothing of interest.
constexpr std::size_t kChunk = 64;
// From here on a product of float matrices, which reads the table once for all vectors, is quicker.
constexpr Eigen::Index kFewVectors = 6;
// Rows of a compact table that are in floats at a time: what a processor keeps at hand.
constexpr Eigen::Index kDecodedRows = 256;

using Results = std::vector<std::vector<Neighbour>>;

/// The rows of a block that may be among its `count` best, as their bounds tell.
class Shortlist {
 public:
  explicit Shortlist(std::int32_t count)
      : count_(static_cast<std::size_t>(count)), capacity_(4 * count_ + 32) {}

  /// Begins with rows that others have reached: `count` of them are of at least that score.
  void clear(float reached) {
    entries_.clear();
    threshold_ = reached;
    capacity_ = 4 * count_ + 32;
  }

  /// A row whose upper bound is below it is not among the best.
  float threshold() const { return threshold_; }

  void add(std::int32_t id, float lower, float upper) {
    entries_.push_back({id, lower, upper});
    if (entries_.size() >= capacity_) {
      prune();
      // Where bounds cannot tell rows apart the list may grow, at constant cost a row.
      capacity_ = std::max(capacity_, 2 * entries_.size());
    }
  }

  /// Drops the rows that `count` others are sure to beat.
  void prune() {
    if (entries_.size() < count_) return;
    const auto kth = entries_.begin() + static_cast<std::ptrdiff_t>(count_ - 1);
    std::nth_element(entries_.begin(), kth, entries_.end(),
                     [](const Entry& a, const Entry& b) { return a.lower > b.lower; });
    threshold_ = std::max(threshold_, kth->lower);
    std::erase_if(entries_, [&](const Entry& entry) { return entry.upper < threshold_; });
  }

  template <class Visit>
  void for_each_id(Visit&& visit) const {
    for (const Entry& entry : entries_) visit(entry.id);
  }

 private:
  struct Entry {
    std::int32_t id;
    float lower;
    float upper;
  };

  std::size_t count_;
  std::size_t capacity_;
  float threshold_ = -std::numeric_limits<float>::infinity();
  std::vector<Entry> entries_;
};

void keep_best(std::vector<Neighbour>& found, const CloserNeighbour& closer, std::int32_t count) {
  const auto kept = std::min(found.size(), static_cast<std::size_t>(count));
  std::partial_sort(found.begin(), found.begin() + static_cast<std::ptrdiff_t>(kept), found.end(),
                    closer);
  found.resize(kept);
}

/// Fills the shortlist of one request from the bounds of the rows first, first + 1, ...
void fill_shortlist(const SearchObjective& objective, std::int64_t request,
                    const RowProducts& products, std::span<const float> upper, std::int32_t first,
                    Shortlist& shortlist) {
  for (std::size_t begin = 0; begin < upper.size(); begin += kChunk) {
    const std::span<const float> chunk =
        upper.subspan(begin, std::min(kChunk, upper.size() - begin));
    const Eigen::Map<const Eigen::ArrayXf> values(chunk.data(),
                                                  static_cast<Eigen::Index>(chunk.size()));
    if (values.maxCoeff() < shortlist.threshold()) continue;
    for (std::size_t i = 0; i < chunk.size(); ++i) {
      const auto column = static_cast<std::int64_t>(begin + i);
      const std::int32_t id = first + static_cast<std::int32_t>(column);
      if (chunk[i] < shortlist.threshold() || objective.is_excluded(request, id)) continue;
      shortlist.add(id, objective.lower_bound(request, products, column), chunk[i]);
    }
  }
  shortlist.prune();
}

/// For each request a score that as many rows reach as are wanted, as far as the blocks that were
/// searched tell. It spares work in later blocks; which, that depends on threads, but no result.
class ReachedScores {
 public:
  explicit ReachedScores(std::int64_t requests) : scores_(as_size(requests)) {
    for (auto& score : scores_) score = -std::numeric_limits<float>::infinity();
  }

  float of(std::int64_t request) const {
    return scores_[as_size(request)].load(std::memory_order_relaxed);
  }
  void raise(std::int64_t request, float score) {
    std::atomic<float>& best = scores_[as_size(request)];
    float known = best.load(std::memory_order_relaxed);
    while (known < score && !best.compare_exchange_weak(known, score, std::memory_order_relaxed)) {
    }
  }

 private:
  std::vector<std::atomic<float>> scores_;
};

/// Multiplies the vectors of a search with blocks of rows.
class BlockMultiplier {
 public:
  BlockMultiplier(const UnitTable& units, const Eigen::Ref<const Table>& vectors)
      : units_(units), vectors_(vectors) {
    if (vectors.rows() > kFewVectors) return;
    for (Eigen::Index row = 0; row < vectors.rows(); ++row) {
      auto product = compact_product(units, vectors.row(row));
      if (product == nullptr) return;
      few_.push_back(std::move(product));
    }
  }

  /// Products with the rows begin, begin + 1, ..., as many as `products` has columns.
  void multiply(std::int64_t begin, Eigen::Ref<Table> products, std::span<float> errors) const {
    if (!few_.empty()) {
      multiply_few(begin, products, errors);
    } else if (const auto* const floats = std::get_if<Table>(&units_.storage())) {
      products.noalias() = vectors_ * floats->middleRows(begin, products.cols()).transpose();
      std::ranges::fill(errors, dot_error_bound(units_.dimensions()));
    } else {
      multiply_decoded(begin, products);
      std::ranges::fill(errors, dot_error_bound(units_.dimensions()));
    }
  }

 private:
  void multiply_few(std::int64_t begin, Eigen::Ref<Table> products, std::span<float> errors) const {
    float error = 0;
    for (std::size_t i = 0; i < few_.size(); ++i) {
      few_[i]->multiply(begin, {products.row(static_cast<Eigen::Index>(i)).data(), errors.size()});
      error = std::max(error, few_[i]->error());
    }
    std::ranges::fill(errors, error);
    const float* const row_errors = few_.front()->row_errors();
    if (row_errors == nullptr) return;
    for (std::size_t i = 0; i < errors.size(); ++i) {
      errors[i] += row_errors[begin + static_cast<std::int64_t>(i)];
    }
  }

  void multiply_decoded(std::int64_t begin, Eigen::Ref<Table> products) const {
    Table rows(std::min(kDecodedRows, products.cols()), units_.dimensions());
    for (Eigen::Index first = 0; first < products.cols(); first += kDecodedRows) {
      const Eigen::Index size = std::min(kDecodedRows, products.cols() - first);
      for (Eigen::Index i = 0; i < size; ++i) {
        rows.row(i) = units_.row(static_cast<std::int32_t>(begin + first + i));
      }
      products.middleCols(first, size).noalias() = vectors_ * rows.topRows(size).transpose();
    }
  }

  const UnitTable& units_;
  const Eigen::Ref<const Table>& vectors_;
  // A product for each vector where they are few and the table is in bytes.
  std::vector<std::unique_ptr<QuickProduct>> few_;
};

Results search_block(const BlockMultiplier& multiplier, std::int64_t vectors,
                     const Vocabulary& vocabulary, const SearchObjective& objective,
                     std::int64_t begin, std::int64_t end, std::int32_t count,
                     ReachedScores& reached) {
  Table values(vectors, end - begin);
  std::vector<float> errors(static_cast<std::size_t>(end - begin));
  multiplier.multiply(begin, values, errors);
  const RowProducts products{values, errors, static_cast<std::int32_t>(begin)};

  Results results(static_cast<std::size_t>(objective.requests()));
  std::vector<float> upper(errors.size());
  Shortlist shortlist(count);
  for (std::int64_t request = 0; request < objective.requests(); ++request) {
    objective.upper_bounds(request, products, upper);
    shortlist.clear(reached.of(request));
    fill_shortlist(objective, request, products, upper, static_cast<std::int32_t>(begin),
                   shortlist);
    reached.raise(request, shortlist.threshold());
    std::vector<Neighbour>& found = results[static_cast<std::size_t>(request)];
    shortlist.for_each_id([&](std::int32_t id) {
      found.push_back({id, objective.score(request, id)});
    });
    keep_best(found, CloserNeighbour(vocabulary), count);
  }
  return results;
}

}  // namespace

Results exact_search(const UnitTable& units, const Vocabulary& vocabulary,
                     const Eigen::Ref<const Table>& vectors, const SearchObjective& objective,
                     std::int32_t candidates, std::int32_t count) {
  const BlockMultiplier multiplier(units, vectors);
  ReachedScores reached(objective.requests());
  std::vector<Results> block_results(
      static_cast<std::size_t>(block_count(candidates, kSearchedRowsPerBlock)));
  parallel_blocks(candidates, kSearchedRowsPerBlock,
                  [&](std::int64_t block, std::int64_t begin, std::int64_t end) {
                    block_results[static_cast<std::size_t>(block)] =
                        search_block(multiplier, vectors.rows(), vocabulary, objective, begin, end,
                                     count, reached);
                  });

  Results results(static_cast<std::size_t>(objective.requests()));
  parallel_blocks(objective.requests(), kRequestsPerMerge,
                  [&](std::int64_t, std::int64_t begin, std::int64_t end) {
                    for (auto request = static_cast<std::size_t>(begin);
                         request < static_cast<std::size_t>(end); ++request) {
                      std::vector<Neighbour>& merged = results[request];
                      for (const Results& block : block_results) {
                        merged.insert(merged.end(), block[request].begin(), block[request].end());
                      }
                      keep_best(merged, CloserNeighbour(vocabulary), count);
                    }
                  });
  return results;
}

std::int32_t limited(std::int32_t size, std::int32_t limit) {
  return limit == 0 ? size : std::min(size, limit);
}

}  // namespace eigenlex::internal
