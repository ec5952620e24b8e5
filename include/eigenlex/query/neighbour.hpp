#pragma once

#include <cstdint>

#include "eigenlex/text/vocabulary.hpp"

namespace eigenlex {

/// A word found, and how well it answers: a cosine, or the score of an analogy.
struct Neighbour {
  std::int32_t id = 0;
  float similarity = 0;

  friend bool operator==(const Neighbour&, const Neighbour&) = default;
};

/// The order of results: the more similar first; equal similarity, the smaller word bytes first.
class CloserNeighbour {
 public:
  /// `vocabulary` must outlive the comparison.
  explicit CloserNeighbour(const Vocabulary& vocabulary) : vocabulary_(&vocabulary) {}

  bool operator()(const Neighbour& a, const Neighbour& b) const {
    if (a.similarity != b.similarity) return a.similarity > b.similarity;
    return a.id != b.id && vocabulary_->word(a.id) < vocabulary_->word(b.id);
  }

 private:
  const Vocabulary* vocabulary_;
};

}  // namespace eigenlex
