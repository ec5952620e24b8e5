#include "eigenlex/query/searcher.hpp"

#include <algorithm>
#include <cstdlib>
#include <utility>

#include <fmt/format.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/process_memory.hpp"
#include "eigenlex/embedding/companion.hpp"
#include "eigenlex/embedding/matrix_model.hpp"
#include "eigenlex/embedding/model.hpp"
#include "eigenlex/matrix/unit_rows.hpp"

#include "query/open_words.hpp"

namespace eigenlex {
namespace fs = std::filesystem;
namespace {

bool is_folder(const fs::path& path) {
  std::error_code unknown;
  return fs::is_directory(path, unknown);
}

Subwords open_subwords(const fs::path& vectors, Eigen::Index dimensions,
                       const ReadOptions& options) {
  const fs::path path = companion_path(vectors, "subwords");
  if (!is_folder(path)) {
    throw FormatError::at_path(path.string(), "is not there: learn sub-words first");
  }
  Subwords subwords = read_subwords(path, companion_key(vectors), options);
  if (subwords.ngrams.table.cols() != dimensions) {
    throw FormatError::at_path(path.string(),
                               fmt::format("has vectors of {} dimensions, but the model of {}",
                                           subwords.ngrams.table.cols(), dimensions));
  }
  return subwords;
}

std::optional<HnswIndex> open_index(const fs::path& vectors, std::int32_t words,
                                    const ReadOptions& options) {
  const fs::path path = companion_path(vectors, "index");
  if (!is_folder(path)) return std::nullopt;
  HnswIndex index = read_hnsw(path, companion_key(vectors), options);
  if (index.graph.size() != words) {
    throw FormatError::at_path(path.string(), fmt::format("is about {} words, but the model has {}",
                                                          index.graph.size(), words));
  }
  return index;
}

StoredEmbedding open_columns(const fs::path& path, const ReadOptions& options) {
  Embedding columns = load_columns(path, options);
  // Like the rows of a matrix, its columns are names, not words of a text.
  return {std::move(columns.vocabulary), std::move(columns.table), {{"matrix", true}}};
}

/// Questions that have vectors, ready for a search; the others have their unknown words.
struct Prepared {
  std::vector<Answer> answers;
  std::vector<Eigen::RowVectorXf> vectors;
  std::vector<std::vector<std::int32_t>> excluded;
};

/// Takes the rows found to the answers of the questions that could be asked.
std::vector<Answer> deal(std::vector<Answer> answers, std::vector<std::vector<Neighbour>> found) {
  auto next = found.begin();
  for (Answer& answer : answers) {
    if (answer.unknown.empty()) answer.neighbours = std::move(*next++);
  }
  return answers;
}

Table as_table(const std::vector<Eigen::RowVectorXf>& vectors, Eigen::Index dimensions) {
  Table table(std::ssize(vectors), dimensions);
  for (Eigen::Index row = 0; row < table.rows(); ++row) {
    table.row(row) = vectors[static_cast<std::size_t>(row)];
  }
  return table;
}

/// The sum of the terms, of length 1. A word alone is asked for with the very numbers of its row.
Eigen::RowVectorXf weighted_sum(const Question& question,
                                const std::vector<Eigen::RowVectorXf>& units) {
  if (question.size() == 1 && question.front().weight == 1) return units.front();
  Eigen::RowVectorXd sum = Eigen::RowVectorXd::Zero(units.front().size());
  for (std::size_t i = 0; i < units.size(); ++i) {
    sum += question[i].weight * units[i].cast<double>();
  }
  return sum.cast<float>();
}

bool is_restricted(const NeighbourOptions& options) {
  return options.restrict_to != 0 || options.among || !options.leave_out.empty();
}

}  // namespace

/// What a path leads to.
struct Searcher::Opened : internal::OpenedWords {};

Searcher::Opened Searcher::open(const fs::path& path, const SearcherOptions& options) {
  if (options.columns) return {{open_columns(path, options.read)}};
  return {internal::open_words(path, options.read)};
}

Searcher::Searcher(const fs::path& path, const SearcherOptions& options)
    : Searcher(open(path, options), path, options) {
  return_free_memory();  // that opening took: a searcher is held for long
}

Searcher::Searcher(StoredEmbedding embedding)
    : vocabulary_(std::move(embedding.vocabulary)),
      units_(std::move(embedding.vectors)),
      finder_(embedding.description) {
  require_same_size(units_, vocabulary_);
}

Searcher::Searcher(Embedding embedding)
    : Searcher(StoredEmbedding{std::move(embedding.vocabulary), std::move(embedding.table)}) {}

Searcher::Searcher(Searcher&& other) noexcept = default;
Searcher& Searcher::operator=(Searcher&& other) noexcept = default;
Searcher::~Searcher() = default;

// Sub-words and graphs are about the rows.
Searcher::Searcher(Opened opened, const fs::path& path, const SearcherOptions& options)
    : Searcher(std::move(opened.words)) {
  if (options.many_questions) units_.add_compact_rows();
  if (options.columns) return;
  ngrams_ = std::move(opened.ngrams);
  if (options.subwords && !ngrams_) {
    subwords_ = open_subwords(path, units_.dimensions(), options.read);
  }
  if (options.graph) index_ = open_index(path, units_.size(), options.read);
}

std::optional<std::int32_t> Searcher::find(std::string_view word) const {
  return finder_.find(vocabulary_, word);
}

std::optional<Searcher::Found> Searcher::look_up(std::string_view word) const {
  if (const auto id = find(word)) return Found{id, units_.row(*id)};
  if (ngrams_) {
    const auto sum = ngrams_->vector(word);
    if (!sum) return std::nullopt;
    return Found{std::nullopt,
                 unit_vector(Eigen::Map<const Eigen::RowVectorXf>(sum->data(), std::ssize(*sum)))};
  }
  if (!subwords_) return std::nullopt;
  auto composed = compose(*subwords_, finder_.spelled(word));
  if (!composed) return std::nullopt;
  return Found{std::nullopt, *std::move(composed)};
}

std::optional<Eigen::RowVectorXf> Searcher::vector(std::string_view word) const {
  auto found = look_up(word);
  if (!found) return std::nullopt;
  return std::move(found->unit);
}

std::vector<std::int32_t> Searcher::find_all(std::span<const std::string> words) const {
  std::vector<std::int32_t> ids;
  for (const std::string& word : words) {
    if (const auto id = find(word)) ids.push_back(*id);
  }
  return ids;
}

std::vector<std::string> Searcher::unknown_of(std::span<const std::string> words) const {
  std::vector<std::string> unknown;
  for (const std::string& word : words) {
    if (!vector(word)) unknown.push_back(word);
  }
  return unknown;
}

Question Searcher::question(std::string_view text) const {
  if (vocabulary_.find(text)) return {{std::string(text), 1}};
  return parse_question(text);
}

std::vector<Answer> Searcher::nearest(std::span<const Question> questions,
                                      const NeighbourOptions& options) const {
  Prepared prepared;
  for (const Question& question : questions) {
    if (question.empty()) throw OptionError("Question", "no terms", "must have at least one");
    Answer& answer = prepared.answers.emplace_back();
    std::vector<std::int32_t> own;
    std::vector<Eigen::RowVectorXf> units;
    for (const QuestionTerm& term : question) {
      if (auto found = look_up(term.word)) {
        units.push_back(std::move(found->unit));
        if (found->id) own.push_back(*found->id);
      } else {
        answer.unknown.push_back(term.word);
      }
    }
    if (!answer.unknown.empty()) continue;
    prepared.vectors.push_back(weighted_sum(question, units));
    prepared.excluded.push_back(std::move(own));
  }
  const Table vectors = as_table(prepared.vectors, units_.dimensions());
  return deal(std::move(prepared.answers), nearest_but(vectors, prepared.excluded, options));
}

std::vector<std::vector<Neighbour>> Searcher::nearest_but(
    const Eigen::Ref<const Table>& vectors, std::span<const std::vector<std::int32_t>> excluded,
    const NeighbourOptions& options) const {
  if (index_ && !is_restricted(options)) {
    return nearest_by_graph(units_, vocabulary_, index_->graph, vectors, excluded, options);
  }
  return eigenlex::nearest(units_, vocabulary_, vectors, excluded, options);
}

std::vector<std::vector<Neighbour>> Searcher::nearest_vectors(
    const Eigen::Ref<const Table>& vectors, const NeighbourOptions& options) const {
  return nearest_but(vectors, {}, options);
}

std::vector<Answer> Searcher::nearest_words(std::span<const std::string> words,
                                            const NeighbourOptions& options) const {
  std::vector<Question> questions;
  for (const std::string& word : words) questions.push_back({{word, 1}});
  return nearest(questions, options);
}

std::vector<Answer> Searcher::nearest_texts(std::span<const std::string> texts,
                                            const NeighbourOptions& options) const {
  std::vector<Answer> answers(texts.size());
  std::vector<Question> questions;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    try {
      questions.push_back(question(texts[i]));
    } catch (const FormatError& error) {
      answers[i].fault = error.what();
    }
  }
  std::vector<Answer> found = nearest(questions, options);
  auto next = found.begin();
  for (Answer& answer : answers) {
    if (answer.fault.empty()) answer = std::move(*next++);
  }
  return answers;
}

std::vector<Answer> Searcher::analogies(std::span<const std::array<std::string, 3>> questions,
                                        const AnalogyOptions& options) const {
  std::vector<Answer> answers;
  std::vector<AnalogyQuestion> known;
  for (const auto& words : questions) {
    Answer& answer = answers.emplace_back();
    std::array<std::int32_t, 3> ids{};
    for (std::size_t i = 0; i < ids.size(); ++i) {
      if (const auto id = find(words[i])) {
        ids[i] = *id;
      } else {
        answer.unknown.push_back(words[i]);
      }
    }
    if (answer.unknown.empty()) known.push_back({ids[0], ids[1], ids[2]});
  }
  return deal(std::move(answers), solve_analogies(units_, vocabulary_, known, options));
}

std::optional<double> Searcher::similarity(std::string_view a, std::string_view b) const {
  const auto first = vector(a);
  const auto second = vector(b);
  if (!first || !second) return std::nullopt;
  return std::clamp(dot_product(*first, *second), -1.0, 1.0);
}

std::vector<OddWord> Searcher::odd_one_out(std::span<const std::string> words) const {
  if (words.size() < 3) {
    throw OptionError("words", fmt::to_string(words.size()), "must be at least 3");
  }
  std::vector<Eigen::RowVectorXf> vectors;
  for (const std::string& word : words) {
    auto unit = vector(word);
    if (!unit) throw OptionError("words", word, "must have a vector");
    vectors.push_back(*std::move(unit));
  }
  std::vector<OddWord> odd;
  for (std::size_t i = 0; i < words.size(); ++i) {
    double sum = 0;
    for (std::size_t j = 0; j < words.size(); ++j) {
      if (j != i) sum += std::clamp(dot_product(vectors[i], vectors[j]), -1.0, 1.0);
    }
    odd.push_back({words[i], sum / static_cast<double>(words.size() - 1)});
  }
  std::ranges::sort(odd, [](const OddWord& a, const OddWord& b) {
    return a.similarity != b.similarity ? a.similarity < b.similarity : a.word < b.word;
  });
  return odd;
}

}  // namespace eigenlex
