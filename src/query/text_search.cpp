#include "eigenlex/query/text_search.hpp"

#include <utility>

namespace eigenlex {
namespace {

/// Vectors of the questions that have one, and which they are.
struct EncodedQuestions {
  std::vector<std::size_t> asked;
  Table vectors;
};

EncodedQuestions encode_questions(const TextEncoder& encoder, const Eigen::RowVectorXd& direction,
                                  std::span<const std::string> questions) {
  EncodedQuestions encoded{{}, Table(std::ssize(questions), encoder.dimensions())};
  for (std::size_t i = 0; i < questions.size(); ++i) {
    const std::string_view question = questions[i];
    auto row = encoded.vectors.middleRows(std::ssize(encoded.asked), 1);
    if (encoder.encode({&question, 1}, row) > 0) continue;
    remove_direction(direction, row);
    encoded.asked.push_back(i);
  }
  encoded.vectors.conservativeResize(std::ssize(encoded.asked), Eigen::NoChange);
  return encoded;
}

}  // namespace

TextSearch::TextSearch(const std::filesystem::path& path, const SearcherOptions& options)
    : TextSearch(read_text_encoding(path, options.read), path, options) {}

TextSearch::TextSearch(TextEncoding encoding, const std::filesystem::path& path,
                       const SearcherOptions& options)
    : encoder_(std::move(encoding.words), encoding.smoothing),
      direction_(std::move(encoding.direction)),
      searcher_(path, options),
      texts_(path, options.read) {}

std::vector<TextAnswer> TextSearch::nearest(std::span<const std::string> questions,
                                            const NeighbourOptions& options) const {
  const EncodedQuestions encoded = encode_questions(encoder_, direction_, questions);
  const auto found = searcher_.nearest_vectors(encoded.vectors, options);
  std::vector<TextAnswer> answers(questions.size(), {.texts = {}, .known = false});
  for (std::size_t i = 0; i < found.size(); ++i) {
    TextAnswer& answer = answers[encoded.asked[i]];
    answer.known = true;
    for (const Neighbour& one : found[i]) {
      answer.texts.push_back({one.id + std::int64_t{1}, one.similarity, texts_.text(one.id)});
    }
  }
  return answers;
}

}  // namespace eigenlex
