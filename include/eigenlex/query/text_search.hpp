#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "eigenlex/core/read_options.hpp"
#include "eigenlex/embedding/search_index.hpp"
#include "eigenlex/query/searcher.hpp"
#include "eigenlex/query/text_encoder.hpp"

namespace eigenlex {

/// A text that was found.
struct FoundText {
  std::int64_t number = 0;  ///< of its line, from 1
  float similarity = 0;     ///< the cosine with the question
  std::string text;
};

/// What is found for a text that is asked about.
struct TextAnswer {
  std::vector<FoundText> texts;
  /// Whether the question has a word that has a vector; otherwise nothing is found.
  bool known = true;
};

/// Searches the texts of an index for those nearest in meaning to a question. It does not change
/// once it is made, so any number of threads may ask at a time.
class TextSearch {
 public:
  /// Opens an index of texts (SearchIndexWriter), of `options` the graph, `many_questions` and
  /// `read`. Memory 4 d bytes a text and a word. Throws IoError or FormatError.
  explicit TextSearch(const std::filesystem::path& path, const SearcherOptions& options = {});

  std::int64_t size() const { return texts_.size(); }
  /// The words that questions are made of.
  const Vocabulary& vocabulary() const { return encoder_.words().vocabulary; }

  /// The texts nearest by cosine to each question, of which a vector is made as of the texts;
  /// nearest first, ties by number. By the graph where there is one and the candidates are not
  /// restricted, otherwise exact. Texts without a known word have the cosine 0 with everything.
  /// Throws OptionError for options out of range, IoError where a text cannot be read.
  std::vector<TextAnswer> nearest(std::span<const std::string> questions,
                                  const NeighbourOptions& options = {}) const;

 private:
  TextSearch(TextEncoding encoding, const std::filesystem::path& path,
             const SearcherOptions& options);

  TextEncoder encoder_;
  Eigen::RowVectorXd direction_;
  Searcher searcher_;
  TextsFile texts_;
};

}  // namespace eigenlex
