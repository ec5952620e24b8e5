#include "eigenlex/classify/predict.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "eigenlex/classify/classification_score.hpp"
#include "eigenlex/classify/linear_classifier.hpp"
#include "eigenlex/core/error.hpp"

namespace eigenlex {
namespace {

const Networks& needed(const Networks* networks, Network network) {
  if (networks == nullptr) {
    throw OptionError(
        "ClassifierOptions.network", enum_name(network),
        "needs the networks of eigenlex_neural, which are not given; linear does not");
  }
  return *networks;
}

void require_task(const Classifier& classifier, Task task) {
  if (classifier.task == task) return;
  throw OptionError("Classifier.task", enum_name(classifier.task),
                    fmt::format("must be {} here: a classifier answers only what it was trained on",
                                enum_name(task)));
}

}  // namespace

Classifier train_any_classifier(const LabelledTexts& examples, const Embedding* embedding,
                                const TokenizerOptions& tokenizer, const ClassifierOptions& options,
                                const Networks* networks, const Progress& progress) {
  if (options.network == Network::kLinear) {
    return train_linear_classifier(examples, embedding, tokenizer, options, progress);
  }
  return needed(networks, options.network)
      .train_classifier(examples, embedding, tokenizer, options, progress);
}

Classifier train_any_tagger(const TaggedSentences& examples, const Embedding* embedding,
                            const TokenizerOptions& tokenizer, const ClassifierOptions& options,
                            const Networks* networks, const Progress& progress) {
  if (!tags_tokens(options.network)) {
    throw OptionError("ClassifierOptions.network", enum_name(options.network),
                      "must be lstm or gru to tag tokens");
  }
  return needed(networks, options.network)
      .train_tagger(examples, embedding, tokenizer, options, progress);
}

RowMatrix predict_any_classes(const Classifier& classifier, const TokenizedTexts& texts,
                              const Networks* networks, const Progress& progress) {
  require_task(classifier, Task::kClasses);
  if (classifier.network == Network::kLinear) return predict_linear(classifier, texts, progress);
  return needed(networks, classifier.network).predict_classes(classifier, texts, progress);
}

std::vector<std::string> predict_any_tags(const Classifier& classifier,
                                          const TokenizedTexts& sentences, const Networks* networks,
                                          const Progress& progress) {
  require_task(classifier, Task::kTags);
  const RowMatrix probabilities =
      needed(networks, classifier.network).predict_tags(classifier, sentences, progress);
  std::vector<std::string> tags;
  for (const std::int32_t tag : most_probable(probabilities)) {
    tags.push_back(classifier.class_names[static_cast<std::size_t>(tag)]);
  }
  return tags;
}

std::vector<std::int32_t> classes_of(const Classifier& classifier, const LabelledTexts& texts,
                                     const std::string& source) {
  const std::vector<std::string>& known = classifier.class_names;
  std::vector<std::int32_t> ids;
  for (const std::string& name : texts.class_names) {
    const auto found = std::find(known.begin(), known.end(), name);
    if (found == known.end()) {
      throw FormatError(
          fmt::format("{}: has the class \"{}\", which the classifier was not trained on; its "
                      "classes are {}",
                      source, name, fmt::join(known, ", ")));
    }
    ids.push_back(static_cast<std::int32_t>(found - known.begin()));
  }
  std::vector<std::int32_t> classes;
  for (const std::int32_t label : texts.labels) {
    classes.push_back(ids[static_cast<std::size_t>(label)]);
  }
  return classes;
}

}  // namespace eigenlex
