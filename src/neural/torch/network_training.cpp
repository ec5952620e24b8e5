#include "eigenlex/neural/network_training.hpp"

#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "eigenlex/classify/linear_classifier.hpp"
#include "eigenlex/core/error.hpp"

#include "classify/arrays.hpp"
#include "classify/training_setup.hpp"
#include "neural/torch/classifier_network.hpp"
#include "neural/torch/training.hpp"

namespace eigenlex {
namespace {

using internal::array_of;
using internal::classifier_probabilities;
using internal::Examples;
using internal::first_vectors;
using internal::FirstVectors;
using internal::NetworkShape;
using internal::train_network;
using internal::TrainedNetwork;
using internal::training_description;
using internal::validation_size;

/// Of sentences all tokens are tagged.
constexpr SequenceOptions kUncut{.max_length = std::numeric_limits<std::int64_t>::max()};

/// What a network learns from, and what it is watched on.
struct Data {
  Examples training;
  Examples validation;
};

/// Trains a network whose classes, or tags, have the names given, and makes a classifier of it.
Classifier trained(Task task, const std::vector<std::string>& names,
                   const TokenizerOptions& tokenizer, const Data& data, FirstVectors first,
                   const ClassifierOptions& options, const Progress& progress) {
  const NetworkShape shape{.network = options.network,
                           .task = task,
                           .dim = first.table.cols(),
                           .classes = std::ssize(names),
                           .filters = options.filters,
                           .hidden = options.hidden};
  TrainedNetwork network = train_network(data.training, data.validation, std::move(first.table),
                                         shape, options, progress);
  Classifier classifier{.task = task,
                        .network = options.network,
                        .mode = options.mode,
                        .tokenizer = tokenizer,
                        .sequence = options.sequence,
                        .class_names = names,
                        .vocabulary = std::move(first.vocabulary)};
  classifier.description = training_description(network, options, data.training.sequences.size(),
                                                data.validation.sequences.size(), first.coverage);
  classifier.weights = std::move(network.weights);
  classifier.weights["embedding"] = array_of(network.table);
  return classifier;
}

Examples examples_of(const LabelledTexts& texts, const Vocabulary& vocabulary,
                     const SequenceOptions& options) {
  return {encode(texts.texts, vocabulary, options), texts.labels, false};
}

Examples examples_of(const TaggedSentences& sentences, const Vocabulary& vocabulary) {
  return {encode(sentences.sentences, vocabulary, kUncut), sentences.tags, true};
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
  FirstVectors first = first_vectors(training.texts, embedding, options);
  const Data data{
      examples_of(training, first.vocabulary, options.sequence),
      examples_of(select(examples, split.held_out), first.vocabulary, options.sequence)};
  return trained(Task::kClasses, examples.class_names, tokenizer, data, std::move(first), options,
                 progress);
}

RowMatrix predict_classes(const Classifier& classifier, const TokenizedTexts& texts,
                          const Progress& progress) {
  if (classifier.task != Task::kClasses) {
    throw OptionError("classifier.task", enum_name(classifier.task),
                      "must be classes: this one tags tokens");
  }
  if (classifier.network == Network::kLinear) return predict_linear(classifier, texts, progress);
  return classifier_probabilities(
      classifier, encode(texts, classifier.vocabulary, classifier.sequence), progress);
}

Classifier train_tagger(const TaggedSentences& examples, const Embedding* embedding,
                        const TokenizerOptions& tokenizer, const ClassifierOptions& options,
                        const Progress& progress) {
  options.validate();
  if (!tags_tokens(options.network)) {
    throw OptionError("ClassifierOptions.network", enum_name(options.network),
                      "must be lstm or gru to tag tokens");
  }
  const std::vector<std::int32_t> one_class(static_cast<std::size_t>(examples.size()), 0);
  const Split split =
      stratified_split(one_class, validation_size(examples.size(), options), options.seed);
  const TaggedSentences training = select(examples, split.train);
  FirstVectors first = first_vectors(training.sentences, embedding, options);
  const Data data{examples_of(training, first.vocabulary),
                  examples_of(select(examples, split.held_out), first.vocabulary)};
  return trained(Task::kTags, examples.tag_names, tokenizer, data, std::move(first), options,
                 progress);
}

RowMatrix predict_tags(const Classifier& classifier, const TokenizedTexts& sentences,
                       const Progress& progress) {
  if (classifier.task != Task::kTags) {
    throw OptionError("classifier.task", enum_name(classifier.task),
                      "must be tagging: this one gives a text its class");
  }
  return classifier_probabilities(classifier, encode(sentences, classifier.vocabulary, kUncut),
                                  progress);
}

const Networks& torch_networks() {
  static constexpr Networks kNetworks{.train_classifier = train_classifier,
                                      .predict_classes = predict_classes,
                                      .train_tagger = train_tagger,
                                      .predict_tags = predict_tags};
  return kNetworks;
}

}  // namespace eigenlex
