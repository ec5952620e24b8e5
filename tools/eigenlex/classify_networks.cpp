#include "eigenlex/classify/classification_score.hpp"
#include "eigenlex/classify/linear_classifier.hpp"

#include "classify.hpp"
#include "networks.hpp"

namespace eigenlex::tool {

bool has_network(Network network) { return network == Network::kLinear || has_networks(); }

void require_network(Network network) {
  if (!has_network(network)) networks();
}

Classifier train_any_classifier(const LabelledTexts& examples, const Embedding* embedding,
                                const TokenizerOptions& tokenizer, const ClassifierOptions& options,
                                const Progress& progress) {
  return options.network == Network::kLinear
             ? train_linear_classifier(examples, embedding, tokenizer, options, progress)
             : networks().train_classifier(examples, embedding, tokenizer, options, progress);
}

RowMatrix predict_any_classes(const Classifier& classifier, const TokenizedTexts& texts,
                              const Progress& progress) {
  return classifier.network == Network::kLinear
             ? predict_linear(classifier, texts)
             : networks().predict_classes(classifier, texts, progress);
}

Classifier train_any_tagger(const TaggedSentences& examples, const Embedding* embedding,
                            const TokenizerOptions& tokenizer, const ClassifierOptions& options,
                            const Progress& progress) {
  return networks().train_tagger(examples, embedding, tokenizer, options, progress);
}

std::vector<std::string> predict_any_tags(const Classifier& classifier,
                                          const TokenizedTexts& sentences,
                                          const Progress& progress) {
  const RowMatrix probabilities = networks().predict_tags(classifier, sentences, progress);
  std::vector<std::string> tags;
  for (const std::int32_t tag : most_probable(probabilities)) {
    tags.push_back(classifier.class_names[static_cast<std::size_t>(tag)]);
  }
  return tags;
}

}  // namespace eigenlex::tool
