#pragma once

#include <cstdint>
#include <vector>

#include <nlohmann/json.hpp>

#include "eigenlex/query/context_table.hpp"

namespace eigenlex {

/// A context that two words share.
struct SharedContext {
  std::int32_t word = 0;  ///< its id
  ContextPlace place = ContextPlace::kAround;
  Context first;   ///< as the first word has it
  Context second;  ///< as the second word has it
  /// What it adds to the cosine.
  double part = 0;
};

/// What the contexts in one place add to a cosine.
struct PlacePart {
  ContextPlace place = ContextPlace::kAround;
  double part = 0;
};

/// Why two words are near: the cosine of their rows in the matrix that is factorized, and what it
/// is made of.
struct Why {
  double cosine = 0;
  /// Contexts of positive weight of the first word, and of the second.
  std::int64_t first_contexts = 0;
  std::int64_t second_contexts = 0;
  /// Those that both have, what adds most first, ties by place and then by word. Their parts sum to
  /// the cosine.
  std::vector<SharedContext> shared;
  /// The parts of each place together, in the order of `ContextTable::places`.
  std::vector<PlacePart> places;

  /// The first `count` contexts that both words were seen in so often: the others add to the cosine
  /// too, but what was seen once or twice says little to people.
  std::vector<SharedContext> telling(std::int64_t count, double least_pairs) const;
};

/// The contexts that two words share: row i of the PPMI matrix is m_i, and a context c adds
/// m_ic m_jc / (|m_i| |m_j|) to cos(m_i, m_j). Throws as `contexts_of`. Cost: two rows.
Why why(const ContextTable& table, std::int32_t first, std::int32_t second);

/// An object: cosine, first_contexts, second_contexts, shared_contexts (their number), places (each
/// with place and part) and shared, the contexts given, each with context, place, part, share (of
/// the cosine), and of each word weight and pairs.
nlohmann::ordered_json to_json(const Why& why, const Vocabulary& vocabulary,
                               const std::vector<SharedContext>& shown);

}  // namespace eigenlex
