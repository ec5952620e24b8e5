#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "eigenlex/counts/counts_file.hpp"
#include "eigenlex/learn/recipe.hpp"
#include "eigenlex/text/corpus_vocabulary.hpp"

namespace eigenlex::internal {

// Counts of a part of a corpus say by which vocabulary they were counted, under
// "shared_vocabulary" of their description: its checksum, as it was cut, and the figures of the
// corpus that it is of. By these the whole is known when all parts are there.

/// The recipe for a part: read as the vocabulary was and cut as that is. Throws OptionError where
/// it asks for anything else.
CountRecipe recipe_for(const CorpusVocabulary& shared, CountRecipe recipe);

/// Says in the description of counts by which vocabulary they were counted, unless they are of all
/// its text, which a count by no such vocabulary has too.
void mark_as_part(const CorpusVocabulary& shared, Counts& counts);

/// All that counts have but their cells, of parts one after another.
class PartsSum {
 public:
  /// Takes the words and the description of counts. `name` is for messages. Throws FormatError
  /// where the part was counted by another vocabulary, or by one of its own, or with other options.
  void add(Vocabulary words, const nlohmann::json& description, const std::string& name);
  /// Gives the sum its words, and the description that a count of the text of all parts has.
  void finish(Counts& counts);
  /// What part of its text the vocabulary has been counted, where it is not all.
  std::string note() const;

 private:
  void check_words(const Vocabulary& words, const std::string& name) const;
  void check_options(const nlohmann::json& options, const std::string& name) const;
  void add_word_counts(const Vocabulary& words, const std::string& name);
  void add_mark(const nlohmann::json& description, const Vocabulary& words,
                const std::string& name);

  std::string first_;  // the name of the first part
  std::string whole_;  // that of a part without a mark
  std::string whole_checksum_;
  Vocabulary words_;  // of the first part
  std::vector<std::int64_t> counts_;
  nlohmann::json mark_;
  nlohmann::json options_;
  nlohmann::json paths_ = nlohmann::json::array();
  nlohmann::json figures_ = nlohmann::json::object();
};

}  // namespace eigenlex::internal
