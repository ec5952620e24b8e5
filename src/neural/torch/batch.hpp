#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "eigenlex/classify/sequences.hpp"

namespace eigenlex::internal {

/// Texts and what is to be predicted of them.
struct Examples {
  Sequences sequences;
  /// One for each text, or one for each token: then `offsets` of the sequences apply.
  std::vector<std::int32_t> targets;
  bool per_token = false;

  std::span<const std::int32_t> targets_of(std::int64_t text) const;
};

/// Some texts as a network sees them, without padding.
struct Shard {
  /// The distinct ids of the texts, in the order of first sight.
  std::vector<std::int32_t> rows;
  /// Tokens of all texts, as indices of `rows`; every text has one at least (kUnknownId where it
  /// is empty).
  std::vector<std::int32_t> tokens;
  /// Text i is tokens[offsets[i] .. offsets[i + 1]).
  std::vector<std::int64_t> offsets{0};

  std::int64_t size() const { return static_cast<std::int64_t>(offsets.size()) - 1; }
  std::int64_t length(std::int64_t i) const {
    return offsets[static_cast<std::size_t>(i) + 1] - offsets[static_cast<std::size_t>(i)];
  }
};

/// Cuts texts out of their table of ids.
class ShardMaker {
 public:
  explicit ShardMaker(std::int64_t ids) : index_(static_cast<std::size_t>(ids), kAbsent) {}
  /// `texts` are numbers of texts of `sequences`.
  Shard make(const Sequences& sequences, std::span<const std::int64_t> texts);

 private:
  static constexpr std::int32_t kAbsent = -1;
  std::vector<std::int32_t> index_;  // of each id in the shard being made; kAbsent between calls
};

/// The texts of an epoch in batches: shuffled, then brought together by length within a hundred
/// batches, the batches shuffled again. A function of the lengths, the seed and the epoch.
std::vector<std::vector<std::int64_t>> epoch_batches(const Sequences& sequences,
                                                     std::int64_t batch_size, std::uint64_t seed,
                                                     std::int64_t epoch);

}  // namespace eigenlex::internal
