#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "eigenlex/core/read_options.hpp"
#include "eigenlex/embedding/embedding.hpp"
#include "eigenlex/embedding/stored_embedding.hpp"
#include "eigenlex/embedding/subwords.hpp"
#include "eigenlex/query/analogy.hpp"
#include "eigenlex/query/hnsw.hpp"
#include "eigenlex/query/neighbours.hpp"
#include "eigenlex/query/question.hpp"
#include "eigenlex/query/word_finder.hpp"

namespace eigenlex {

namespace internal {
class FastTextNgrams;
}

/// What a searcher is opened with.
struct SearcherOptions {
  /// Of the model of a matrix, search the columns instead of the rows.
  bool columns = false;
  /// Search by the graph that lies beside the vectors, where one does: approximate, and quicker.
  bool graph = true;
  /// Compose words without a vector from their parts, by the sub-words beside the vectors. A model
  /// of fastText has its n-grams in itself: words are composed of them in any case, which is noted.
  bool subwords = false;
  /// Single questions will be many: make them quicker (see UnitTable::add_compact_rows).
  bool many_questions = false;
  ReadOptions read = {};
};

/// What is found for a question.
struct Answer {
  std::vector<Neighbour> neighbours;
  /// Words of the question that have no vector, as they were asked; if any, there are no
  /// neighbours.
  std::vector<std::string> unknown;
  /// Why a text is no question; then there is nothing else.
  std::string fault = {};
};

/// A word that does not fit among others, and how little.
struct OddWord {
  std::string word;
  /// The mean of its cosines with the others.
  double similarity = 0;
};

/// Words, their vectors and what answers questions about them: the one thing to hold for queries.
///
/// It does not change once it is made, so any number of threads may ask at a time. Movable. Words
/// are found as they are written, otherwise folded as the text of the model was (see WordFinder). A
/// compact table is searched as it lies; answers are those of the table that it stands for.
class Searcher {
 public:
  /// Opens a model directory, a compact model, or a file of vectors in any `VectorFormat`, with
  /// what `options` want of its companions. Throws IoError; FormatError also where a companion is
  /// about other vectors, where sub-words or columns are wanted that are not there.
  explicit Searcher(const std::filesystem::path& path, const SearcherOptions& options = {});
  /// Of an embedding in memory, by exact search.
  explicit Searcher(StoredEmbedding embedding);
  explicit Searcher(Embedding embedding);
  Searcher(Searcher&& other) noexcept;
  Searcher& operator=(Searcher&& other) noexcept;
  ~Searcher();

  const Vocabulary& vocabulary() const { return vocabulary_; }
  const UnitTable& units() const { return units_; }
  /// The graph that is searched; null where the search is exact.
  const HnswIndex* graph() const { return index_ ? &*index_ : nullptr; }

  /// The id of a word, or nothing.
  std::optional<std::int32_t> find(std::string_view word) const;
  /// The ids of those of the words that are found.
  std::vector<std::int32_t> find_all(std::span<const std::string> words) const;
  /// Those of the words that have no vector.
  std::vector<std::string> unknown_of(std::span<const std::string> words) const;
  /// The vector of a word, of length 1 or 0: its own, or composed of its parts where that is wanted
  /// and they are known.
  std::optional<Eigen::RowVectorXf> vector(std::string_view word) const;
  /// A text as a question: a word that the vocabulary has as it is given, whatever signs are in it;
  /// otherwise as `parse_question` reads it.
  Question question(std::string_view text) const;

  /// The words nearest to the sum of each question's terms, but those of the question itself; see
  /// `nearest`. The graph is used where the candidates are not restricted. Throws OptionError for
  /// options out of range, or a question without terms.
  std::vector<Answer> nearest(std::span<const Question> questions,
                              const NeighbourOptions& options = {}) const;
  /// The same of words alone.
  std::vector<Answer> nearest_words(std::span<const std::string> words,
                                    const NeighbourOptions& options = {}) const;

  /// The same of texts, each a question as `question` reads it, or a fault.
  std::vector<Answer> nearest_texts(std::span<const std::string> texts,
                                    const NeighbourOptions& options = {}) const;

  /// The words nearest to each row of `vectors` (n x dimensions, of any length but 0).
  std::vector<std::vector<Neighbour>> nearest_vectors(const Eigen::Ref<const Table>& vectors,
                                                      const NeighbourOptions& options = {}) const;

  /// Answers to "a is to b as c is to ?" for triples of known words; see `solve_analogies`.
  std::vector<Answer> analogies(std::span<const std::array<std::string, 3>> questions,
                                const AnalogyOptions& options = {}) const;

  /// The cosine of two words; nothing if either has no vector.
  std::optional<double> similarity(std::string_view a, std::string_view b) const;

  /// The words by the means of their cosines with the others, the odd one out first, ties by bytes.
  /// Throws OptionError for fewer than three words, or one without a vector.
  std::vector<OddWord> odd_one_out(std::span<const std::string> words) const;

 private:
  std::vector<std::vector<Neighbour>> nearest_but(
      const Eigen::Ref<const Table>& vectors, std::span<const std::vector<std::int32_t>> excluded,
      const NeighbourOptions& options) const;

  /// A word that has a vector; without an id it was composed.
  struct Found {
    std::optional<std::int32_t> id;
    Eigen::RowVectorXf unit;
  };

  struct Opened;

  static Opened open(const std::filesystem::path& path, const SearcherOptions& options);
  Searcher(Opened opened, const std::filesystem::path& path, const SearcherOptions& options);

  std::optional<Found> look_up(std::string_view word) const;

  Vocabulary vocabulary_;
  UnitTable units_;
  WordFinder finder_;
  std::optional<Subwords> subwords_;
  std::unique_ptr<const internal::FastTextNgrams> ngrams_;  // of a model of fastText
  std::optional<HnswIndex> index_;
};

}  // namespace eigenlex
