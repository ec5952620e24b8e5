#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "eigenlex/classify/labelled_texts.hpp"
#include "eigenlex/core/random.hpp"
#include "eigenlex/embedding/embedding.hpp"

namespace eigenlex::testing {

inline constexpr int kWordsOfTopic = 20;

/// Texts of words that mean nothing (n0, n1, ...), each with two words of its class among them
/// (a3 and a17 for class a): 6 to 12 words, the classes in turn.
inline LabelledTexts planted_texts(std::int64_t size, int classes, std::uint64_t seed) {
  LabelledTexts result;
  for (int c = 0; c < classes; ++c) result.class_names.emplace_back(1, static_cast<char>('a' + c));
  std::vector<std::string> texts;
  Random random(seed);
  for (std::int64_t i = 0; i < size; ++i) {
    const auto label = static_cast<std::int32_t>(i % classes);
    const std::size_t length = 6 + random.below(7);
    std::vector<std::string> words;
    for (std::size_t w = 0; w < length; ++w) {
      words.push_back(fmt::format("n{}", random.below(100)));
    }
    for (int planted = 0; planted < 2; ++planted) {
      words[random.below(length)] = fmt::format(
          "{}{}", result.class_names[static_cast<std::size_t>(label)], random.below(kWordsOfTopic));
    }
    texts.push_back(fmt::format("{}", fmt::join(words, " ")));
    result.labels.push_back(label);
  }
  result.texts = tokenize_texts(texts, {});
  return result;
}

/// Vectors of all those words: those of a class lie about a centre of their own, the others about
/// zero.
inline Embedding planted_embedding(int classes, std::int64_t dim, std::uint64_t seed) {
  Random random(seed);
  std::vector<std::string> words;
  std::vector<int> topics;
  for (int i = 0; i < 100; ++i) {
    words.push_back(fmt::format("n{}", i));
    topics.push_back(-1);
  }
  for (int c = 0; c < classes; ++c) {
    for (int i = 0; i < kWordsOfTopic; ++i) {
      words.push_back(fmt::format("{}{}", static_cast<char>('a' + c), i));
      topics.push_back(c);
    }
  }
  Table table(std::ssize(words), dim);
  for (Eigen::Index i = 0; i < table.rows(); ++i) {
    for (Eigen::Index j = 0; j < dim; ++j) {
      table(i, j) = static_cast<float>(0.3 * random.normal());
    }
    const int topic = topics[static_cast<std::size_t>(i)];
    if (topic >= 0) table(i, topic % dim) += 2;
  }
  return embedding_of_words(std::move(words), std::move(table));
}

}  // namespace eigenlex::testing
