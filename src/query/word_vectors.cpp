#include "eigenlex/query/word_vectors.hpp"

#include <span>
#include <utility>

#include "query/open_words.hpp"

namespace eigenlex {

WordVectors::WordVectors(StoredEmbedding embedding)
    : embedding_(std::move(embedding)), finder_(embedding_.description) {}

WordVectors::WordVectors(const std::filesystem::path& path, const ReadOptions& options)
    : WordVectors(internal::open_words(path, options)) {}

WordVectors::WordVectors(internal::OpenedWords opened) : WordVectors(std::move(opened.words)) {
  ngrams_ = std::move(opened.ngrams);
}

std::optional<Eigen::RowVectorXf> WordVectors::of_word(std::string_view word) const {
  const auto id = finder_.find(vocabulary(), word);
  if (!id && ngrams_) {
    const auto composed = ngrams_->vector(word);
    if (!composed) return std::nullopt;
    return Eigen::Map<const Eigen::RowVectorXf>(composed->data(), std::ssize(*composed));
  }
  if (!id) return std::nullopt;
  Eigen::RowVectorXf vector(dimensions());
  decode_row(embedding_.vectors, *id, vector);
  return vector;
}

std::optional<Eigen::RowVectorXf> WordVectors::of_text(std::string_view text) const {
  Eigen::RowVectorXd sum = Eigen::RowVectorXd::Zero(dimensions());
  std::int64_t known = 0;
  make_tokenizer(finder_.reading())->tokenize(text, [&](std::span<const std::string_view> tokens) {
    for (const std::string_view token : tokens) {
      const auto vector = of_word(token);
      if (!vector) continue;
      sum += vector->cast<double>();
      ++known;
    }
  });
  if (known == 0) return std::nullopt;
  return (sum / static_cast<double>(known)).cast<float>();
}

}  // namespace eigenlex
