#include "eigenlex/classify/predict_on_file.hpp"

#include <cstdint>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "eigenlex/classify/classification_score.hpp"
#include "eigenlex/classify/labelled_texts.hpp"
#include "eigenlex/classify/predict.hpp"
#include "eigenlex/classify/tagging_score.hpp"

namespace eigenlex {
namespace {

nlohmann::ordered_json sentence_json(std::span<const std::string> tokens,
                                     std::span<const std::string> tags, bool of_scheme) {
  auto entities = nlohmann::ordered_json::array();
  for (const Entity& entity : entities_of(tags, of_scheme)) {
    entities.push_back({{"type", entity.type},
                        {"text", fmt::format("{}", fmt::join(tokens.begin() + entity.begin,
                                                             tokens.begin() + entity.end, " "))},
                        {"begin", entity.begin},
                        {"end", entity.end}});
  }
  return {{"tokens", tokens}, {"tags", tags}, {"entities", std::move(entities)}};
}

}  // namespace

RowMatrix predict_texts_on_file(const Classifier& classifier, const std::string& path,
                                const Networks* networks, Observer& observer) {
  const std::vector<std::string> lines = read_text_lines(path);
  const TokenizedTexts texts =
      tokenize_texts(lines, classifier.tokenizer, observer.begin("read", "texts"));
  observer.end();
  RowMatrix probabilities =
      predict_any_classes(classifier, texts, networks, observer.begin("predict", "texts"));
  observer.end();
  return probabilities;
}

nlohmann::ordered_json prediction_json(const Classifier& classifier,
                                       const Eigen::Ref<const Eigen::RowVectorXf>& probabilities) {
  auto all = nlohmann::ordered_json::object();
  for (std::size_t c = 0; c < classifier.class_names.size(); ++c) {
    all[classifier.class_names[c]] = probabilities[static_cast<Eigen::Index>(c)];
  }
  const auto best = static_cast<std::size_t>(most_probable(RowMatrix(probabilities)).front());
  return {{"label", classifier.class_names[best]}, {"probabilities", std::move(all)}};
}

TaggedColumns predict_tags_on_file(const Classifier& classifier, const std::string& path,
                                   const std::vector<std::string>& columns,
                                   const Networks* networks, Observer& observer) {
  observer.begin("read");
  TaggedColumns tagged{
      read_token_columns(path, {.lowercase = classifier.tokenizer.lowercase, .columns = columns}),
      {}};
  observer.end();
  tagged.tags = predict_any_tags(classifier, tagged.columns.sentences, networks,
                                 observer.begin("predict", "sentences"));
  observer.end();
  return tagged;
}

std::vector<nlohmann::ordered_json> sentences_json(const Classifier& classifier,
                                                   const TaggedColumns& tagged) {
  const bool of_scheme = are_of_scheme(classifier.class_names);
  const std::vector<std::int64_t>& offsets = tagged.columns.sentences.offsets;
  std::vector<nlohmann::ordered_json> sentences;
  for (std::size_t i = 0; i + 1 < offsets.size(); ++i) {
    const auto begin = static_cast<std::size_t>(offsets[i]);
    const std::size_t length = static_cast<std::size_t>(offsets[i + 1]) - begin;
    sentences.push_back(sentence_json(std::span(tagged.columns.tokens).subspan(begin, length),
                                      std::span(tagged.tags).subspan(begin, length), of_scheme));
  }
  return sentences;
}

}  // namespace eigenlex
