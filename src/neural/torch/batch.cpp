#include "neural/torch/batch.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

#include "eigenlex/core/partial_shuffle.hpp"

namespace eigenlex::internal {
namespace {

/// Batches that are brought together by length at a time.
constexpr std::int64_t kBatchesInPool = 100;
/// Streams of random numbers below this are taken by weights and vectors.
constexpr std::uint64_t kFirstBatchStream = std::uint64_t{1} << 40;

}  // namespace

std::span<const std::int32_t> Examples::targets_of(std::int64_t text) const {
  const std::size_t i = static_cast<std::size_t>(text);
  if (!per_token) return std::span(targets).subspan(i, 1);
  const std::size_t begin = static_cast<std::size_t>(sequences.offsets[i]);
  const std::size_t end = static_cast<std::size_t>(sequences.offsets[i + 1]);
  return std::span(targets).subspan(begin, end - begin);
}

Shard ShardMaker::make(const Sequences& sequences, std::span<const std::int64_t> texts) {
  Shard shard;
  const auto add = [&](std::int32_t id) {
    std::int32_t& index = index_[static_cast<std::size_t>(id)];
    if (index == kAbsent) {
      index = static_cast<std::int32_t>(shard.rows.size());
      shard.rows.push_back(id);
    }
    shard.tokens.push_back(index);
  };
  for (const std::int64_t i : texts) {
    for (const std::int32_t id : sequences.text(i)) add(id);
    if (sequences.text(i).empty()) add(kUnknownId);
    shard.offsets.push_back(std::ssize(shard.tokens));
  }
  for (const std::int32_t id : shard.rows) index_[static_cast<std::size_t>(id)] = kAbsent;
  return shard;
}

std::vector<std::vector<std::int64_t>> epoch_batches(const Sequences& sequences,
                                                     std::int64_t batch_size, std::uint64_t seed,
                                                     std::int64_t epoch) {
  Random random(seed, kFirstBatchStream + static_cast<std::uint64_t>(epoch));
  std::vector<std::int64_t> order(static_cast<std::size_t>(sequences.size()));
  std::iota(order.begin(), order.end(), 0);
  partial_shuffle(order, order.size(), random);
  const std::size_t size = static_cast<std::size_t>(batch_size);
  const std::size_t pool = size * static_cast<std::size_t>(kBatchesInPool);
  const auto shorter = [&](std::int64_t a, std::int64_t b) {
    return sequences.text(a).size() < sequences.text(b).size();
  };
  std::vector<std::vector<std::int64_t>> batches;
  for (std::size_t begin = 0; begin < order.size(); begin += pool) {
    const std::size_t end = std::min(order.size(), begin + pool);
    const auto at = [&](std::size_t i) { return order.begin() + static_cast<std::ptrdiff_t>(i); };
    std::stable_sort(at(begin), at(end), shorter);
    for (std::size_t i = begin; i < end; i += size) {
      batches.emplace_back(at(i), at(std::min(end, i + size)));
    }
  }
  partial_shuffle(batches, batches.size(), random);
  return batches;
}

}  // namespace eigenlex::internal
