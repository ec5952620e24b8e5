#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "eigenlex/embedding/stored_embedding.hpp"
#include "eigenlex/query/word_finder.hpp"

namespace eigenlex {

namespace internal {
class FastTextNgrams;
struct OpenedWords;
}  // namespace internal

/// The vectors of words and texts as a model has them, not scaled. It does not change once it is
/// made, so any number of threads may ask at a time.
class WordVectors {
 public:
  explicit WordVectors(StoredEmbedding embedding);
  /// Of whatever `open_embedding` opens. A model of fastText has its n-grams in itself: words that
  /// it does not have are composed of them, which is noted. Throws IoError or FormatError.
  explicit WordVectors(const std::filesystem::path& path, const ReadOptions& options = {});

  const Vocabulary& vocabulary() const { return embedding_.vocabulary; }
  Eigen::Index dimensions() const { return dimensions_of(embedding_.vectors); }

  /// The vector of a word, found as by WordFinder, or composed; nothing if it has none.
  std::optional<Eigen::RowVectorXf> of_word(std::string_view word) const;
  /// The mean of the vectors of a text's known words, a word that occurs twice counted twice; the
  /// text is read as that of the model was, without a record as Unicode text. Nothing if none of
  /// its words is known.
  std::optional<Eigen::RowVectorXf> of_text(std::string_view text) const;

 private:
  explicit WordVectors(internal::OpenedWords opened);

  StoredEmbedding embedding_;
  WordFinder finder_;
  std::shared_ptr<const internal::FastTextNgrams> ngrams_;  // of a model of fastText
};

}  // namespace eigenlex
