#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "eigenlex/text/folding.hpp"
#include "eigenlex/text/tokenizer.hpp"
#include "eigenlex/text/vocabulary.hpp"

namespace eigenlex {

/// Finds the words that people ask for among those of a model.
///
/// A word is looked for by `find_folded` with the folding of the text that the model was trained
/// on; the names of a matrix as words of an unknown one, which finds them as they are given first.
class WordFinder {
 public:
  /// `description` is that of the model (Model::description), empty where there is none.
  explicit WordFinder(const nlohmann::json& description);

  /// How the text of the model was read; as Unicode text where there is no record.
  const TokenizerOptions& reading() const { return reading_; }
  /// The id of the word, or nothing. May be called by several threads at a time.
  std::optional<std::int32_t> find(const Vocabulary& vocabulary, std::string_view word) const;
  /// The word as the model spells words; as it is given where that is not known or leaves nothing.
  std::string spelled(std::string_view word) const;

 private:
  TokenizerOptions reading_;
  Folding folding_;
};

}  // namespace eigenlex
