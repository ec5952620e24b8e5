#pragma once

#include <cstdint>
#include <filesystem>

#include "eigenlex/core/observer.hpp"
#include "eigenlex/explore/explorer.hpp"

namespace eigenlex {

/// What is answered beforehand.
struct StaticAnswersOptions {
  /// The most frequent words whose neighbours are written, >= 0; 0 for all.
  std::int32_t words = 10'000;
  /// Neighbours of each, in 1 .. 1000.
  std::int32_t neighbours = 20;
  /// Throws OptionError naming the field, its value and the violated bound.
  void validate() const;
};

/// Words whose neighbours are in one file.
inline constexpr std::int32_t kStaticShard = 256;

/// Writes answers of an explorer as files of JSON into a folder that exists, for a page without a
/// program behind it. Of model m: words-m.json, the answer of /api/words; map-m.json, that of
/// /api/map where there is one; neighbours-m-s.json of words kStaticShard · s and those that
/// follow, an object "rows" of which each has the "ids" and "similarities" of a word's neighbours.
/// models.json is the answer of /api/models, which says of each model how many words have their
/// neighbours "listed".
///
/// Stage: "neighbours", whose progress counts words. Throws OptionError for bad options, IoError.
/// The same bytes for any number of threads.
void write_static_answers(const Explorer& explorer, const StaticAnswersOptions& options,
                          const std::filesystem::path& folder, Observer& observer = unobserved());

}  // namespace eigenlex
