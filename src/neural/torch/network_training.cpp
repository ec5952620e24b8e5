#include "eigenlex/neural/network_training.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/neural/linear_classifier.hpp"
#include "eigenlex/neural/training_setup.hpp"

#include "../arrays.hpp"
#include "classifier_network.hpp"
#include "training.hpp"

namespace eigenlex {
namespace {

Examples examples_of(const LabelledTexts& texts, const Vocabulary& vocabulary,
                     const SequenceOptions& options) {
  return {encode(texts.texts, vocabulary, options), texts.labels, false};
}

}  // namespace

Classifier train_classifier(const LabelledTexts& examples, const Embedding* embedding,
                            const TokenizerOptions& tokenizer, const ClassifierOptions& options,
                            const Progress& progress) {
  options.validate();
  if (options.network == Network::kLinear) {
    return train_linear_classifier(examples, embedding, tokenizer, options, progress);
  }
  const Split split =
      stratified_split(examples.labels, validation_size(examples.size(), options), options.seed);
  const LabelledTexts training = select(examples, split.train);
  const LabelledTexts validation = select(examples, split.held_out);
  FirstVectors first = first_vectors(training.texts, embedding, options);
  const NetworkShape shape{.network = options.network,
                           .task = Task::kClasses,
                           .dim = first.table.cols(),
                           .classes = std::ssize(examples.class_names),
                           .filters = options.filters,
                           .hidden = options.hidden};
  TrainedNetwork network =
      train_network(examples_of(training, first.vocabulary, options.sequence),
                    examples_of(validation, first.vocabulary, options.sequence),
                    std::move(first.table), shape, options, progress);
  Classifier classifier{.task = Task::kClasses,
                        .network = options.network,
                        .mode = options.mode,
                        .tokenizer = tokenizer,
                        .sequence = options.sequence,
                        .class_names = examples.class_names,
                        .vocabulary = std::move(first.vocabulary)};
  classifier.description =
      training_description(network, options, training.size(), validation.size(), first.coverage);
  classifier.weights = std::move(network.weights);
  classifier.weights["embedding"] = array_of(network.table);
  return classifier;
}

RowMatrix predict_classes(const Classifier& classifier, const TokenizedTexts& texts,
                          const Progress& progress) {
  if (classifier.task != Task::kClasses) {
    throw OptionError("classifier.task", enum_name(classifier.task),
                      "must be classes: this one tags tokens");
  }
  if (classifier.network == Network::kLinear) return predict_linear(classifier, texts);
  return classifier_probabilities(
      classifier, encode(texts, classifier.vocabulary, classifier.sequence), progress);
}

}  // namespace eigenlex
