#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "eigenlex/evaluate/spearman.hpp"
#include "eigenlex/query/unit_table.hpp"
#include "eigenlex/text/vocabulary.hpp"

namespace eigenlex {

/// The nearest words of each of a list of words, nearest first.
using NeighbourLists = std::vector<std::vector<std::int32_t>>;

/// The `count` nearest words of each of the first `words` words, among all words of the table. Cost
/// as `nearest_words`; the same for any number of threads. Throws OptionError for bad sizes.
NeighbourLists nearest_lists(const UnitTable& units, const Vocabulary& vocabulary,
                             std::int32_t words, std::int32_t count);

/// Size of the intersection over size of the union (Jaccard 1912), the order left aside; 1 for two
/// empty lists.
double jaccard(std::span<const std::int32_t> first, std::span<const std::int32_t> second);

/// How far two tables over the same words agree on which words are near.
struct NeighbourOverlap {
  /// Mean of `by_word`, and its bootstrap interval over words; nothing without words.
  std::optional<double> mean;
  std::optional<Interval> interval;
  /// Jaccard index of the neighbours of each word.
  std::vector<double> by_word;
};

/// Compares the neighbours of the same words in two tables (Hellrich & Hahn, COLING 2016, Antoniak
/// & Mimno, TACL 2018, use it for stability over seeds). Throws OptionError unless both have as
/// many lists. The same for any number of threads.
NeighbourOverlap neighbour_overlap(const NeighbourLists& first, const NeighbourLists& second,
                                   const BootstrapOptions& options = {});

/// The `count` words that overlap least, least first, ties by place: the more frequent word first.
std::vector<std::int32_t> least_overlapping(const NeighbourOverlap& overlap, std::size_t count);

}  // namespace eigenlex
