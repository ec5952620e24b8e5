#include "eigenlex/neural/network_training.hpp"

#include <limits>
#include <utility>

#include "eigenlex/core/error.hpp"
#include "eigenlex/neural/linear_classifier.hpp"
#include "eigenlex/neural/training_setup.hpp"

#include "../arrays.hpp"
#include "classifier_network.hpp"
#include "training.hpp"

namespace eigenlex {
namespace {

/// Of sentences all tokens are tagged.
constexpr SequenceOptions kUncut{.max_length = std::numeric_limits<std::int64_t>::max()};

/// What a network learns from, and what it is watched on.
struct Data {
  Examples training;
  Examples validation;
};

NetworkShape shape_of(Task task, std::int64_t classes, const FirstVectors& first,
                      const ClassifierOptions& options) {
  return {.network = options.network,
          .task = task,
          .dim = first.table.cols(),
          .classes = classes,
          .filters = options.filters,
          .hidden = options.hidden};
}

/// Trains a network and makes a classifier of it, all but its tokenizer and the names of its
/// classes.
Classifier trained(const Data& data, FirstVectors first, const NetworkShape& shape,
                   const ClassifierOptions& options, const Progress& progress) {
  TrainedNetwork network = train_network(data.training, data.validation, std::move(first.table),
                                         shape, options, progress);
  Classifier classifier{.task = shape.task,
                        .network = options.network,
                        .mode = options.mode,
                        .tokenizer = {},
                        .sequence = options.sequence,
                        .class_names = {},
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
  const NetworkShape shape =
      shape_of(Task::kClasses, std::ssize(examples.class_names), first, options);
  Classifier classifier = trained(data, std::move(first), shape, options, progress);
  classifier.tokenizer = tokenizer;
  classifier.class_names = examples.class_names;
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
  const NetworkShape shape = shape_of(Task::kTags, std::ssize(examples.tag_names), first, options);
  Classifier classifier = trained(data, std::move(first), shape, options, progress);
  classifier.tokenizer = tokenizer;
  classifier.class_names = examples.tag_names;
  return classifier;
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

}  // namespace eigenlex
