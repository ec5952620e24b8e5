#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include <nlohmann/json.hpp>

#include "eigenlex/evaluate/spearman.hpp"
#include "eigenlex/evaluate/word_relations.hpp"
#include "eigenlex/query/unit_table.hpp"
#include "eigenlex/text/vocabulary.hpp"

namespace eigenlex {

/// Words by their ranks in a vocabulary, the first being 1, of which some are drawn.
struct RankBand {
  std::int32_t first = 1;
  /// 0: to the end of the vocabulary.
  std::int32_t last = 0;
  /// Most words drawn.
  std::int32_t words = 1;
};

/// Which words are asked for their neighbours.
struct NeighbourRelationOptions {
  /// Drawn from each; as it is, of frequent words and of rare ones.
  std::vector<RankBand> bands{{.first = 200, .last = 12'000, .words = 800},
                              {.first = 20'001, .last = 0, .words = 400}};
  /// Neighbours of a word, >= 1.
  std::int32_t count = 10;
  /// Of the draw.
  std::uint64_t seed = 1;
  BootstrapOptions bootstrap{};
  /// Throws OptionError naming the field, its value and the violated bound.
  void validate() const;
};

/// What the neighbours of the words of a band are, on average over the words.
struct BandRelations {
  RankBand band;
  /// Words asked: of those of the band that the relations know, as many as wanted and there are.
  std::int32_t words = 0;
  /// 100 × the share of neighbours that are related and no mere forms of the word, and its
  /// bootstrap interval over words; nothing without words.
  std::optional<double> related;
  std::optional<Interval> related_interval;
  /// The same for the share that are mere forms: of the same stem.
  std::optional<double> forms;
  std::optional<Interval> forms_interval;
};

/// Looks at the nearest words of randomly drawn ones: how many are related in meaning, and how many
/// are merely other forms of the word?
///
/// Words are drawn without replacement from those that the relations know, so that what is asked
/// about does not depend on the vectors; every word of the table may be a neighbour. Returns a
/// result for each band. Throws OptionError for options out of range or a vocabulary of another
/// size than the table. Cost as `nearest_words`; the same for any number of threads.
std::vector<BandRelations> neighbour_relations(const UnitTable& units, const Vocabulary& vocabulary,
                                               const WordRelations& relations,
                                               const NeighbourRelationOptions& options = {});

/// A list of objects: ranks ([first, last], or null for the end), words, related and forms, each
/// with its interval.
nlohmann::ordered_json to_json(const std::vector<BandRelations>& bands);

}  // namespace eigenlex
