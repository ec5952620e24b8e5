#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "eigenlex/text/tokenizer.hpp"
#include "eigenlex/text/vocabulary.hpp"

namespace eigenlex {

/// Finds the words that people ask for among those of a model.
///
/// A word is taken as it is given. If the vocabulary does not have it, it is read as the text was
/// that the model was trained on, and looked for again: in lower case if that was, normalized if
/// that was. Vectors without a record of their text are asked for it in lower case, then also
/// normalized; the rows and columns of a matrix are only found as they are given.
class WordFinder {
 public:
  /// `description` is that of the model (Model::description), empty where there is none.
  explicit WordFinder(const nlohmann::json& description);

  /// How the text of the model was read; Unicode text where there is no record.
  const TokenizerOptions& reading() const { return reading_; }
  /// The id of the word, or nothing. May be called by several threads at a time.
  std::optional<std::int32_t> find(const Vocabulary& vocabulary, std::string_view word) const;

 private:
  TokenizerOptions reading_;
  std::vector<TokenizerOptions> readings_;  // of a word not found as it is given, one after another
};

}  // namespace eigenlex
