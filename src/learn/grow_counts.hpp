#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "eigenlex/core/observer.hpp"
#include "eigenlex/counts/counts_file.hpp"
#include "eigenlex/learn/recipe.hpp"
#include "eigenlex/text/corpus_vocabulary.hpp"

#include "learn/stages.hpp"
#include "learn/work_folder.hpp"

namespace eigenlex::internal {

/// Counts of old text with new text added.
struct GrownCounts {
  Counts counts;
  CorpusVocabulary vocabulary;  ///< of all text
  /// Words of the old text that come above the cut only now, and how often it has them.
  std::int64_t missed_words = 0;
  std::int64_t missed_tokens = 0;
  bool is_exact = false;
};

/// What counting new text takes.
struct Growth {
  const std::vector<std::string>& new_text;
  const MemoryPlan& plan;
  const LaterMemory& later;
  const WorkFolder& work;
  Observer& observer;
  bool exact = false;  ///< whether old text is read again where it has to be
};

/// Adds new text to counts of old text, whose whole vocabulary is `known`. Throws FormatError where
/// old text has to be read again and is not what it was.
GrownCounts grow_counts(const Counts& old, const CorpusVocabulary& known, const Growth& growth);

}  // namespace eigenlex::internal
