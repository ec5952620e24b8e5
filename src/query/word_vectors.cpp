#include "eigenlex/query/word_vectors.hpp"

#include <span>
#include <utility>

namespace eigenlex {

WordVectors::WordVectors(StoredEmbedding embedding)
    : embedding_(std::move(embedding)), finder_(embedding_.description) {}

std::optional<Eigen::RowVectorXf> WordVectors::of_word(std::string_view word) const {
  const auto id = finder_.find(vocabulary(), word);
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
