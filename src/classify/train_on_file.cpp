#include "eigenlex/classify/train_on_file.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "eigenlex/classify/predict.hpp"
#include "eigenlex/core/error.hpp"
#include "eigenlex/core/json_file.hpp"
#include "eigenlex/embedding/model.hpp"
#include "eigenlex/learn/recipe.hpp"

namespace eigenlex {
namespace {

/// Examples to learn from, and those to score the result on.
template <class Examples>
struct Divided {
  Examples training;
  Examples held_out;
};

/// What examples are drawn by, the same share of each.
std::vector<std::int32_t> strata(const LabelledTexts& texts) { return texts.labels; }
std::vector<std::int32_t> strata(const TaggedSentences& sentences) {
  return std::vector<std::int32_t>(static_cast<std::size_t>(sentences.size()), 0);
}

template <class Examples>
Divided<Examples> divide(const Examples& all, const ClassifierData& data, std::uint64_t seed) {
  const Split outer = stratified_split(strata(all), data.held_out, data.split_seed);
  Divided<Examples> divided{select(all, outer.train), select(all, outer.held_out)};
  if (data.examples > 0 && data.examples < divided.training.size()) {
    // The part set aside of a stratified split is a stratified sample.
    const Split inner = stratified_split(strata(divided.training), data.examples, seed);
    divided.training = select(divided.training, inner.held_out);
  }
  return divided;
}

void pass_on(const Notes& notes, const ExampleFileOptions& file) {
  if (file.note) std::for_each(notes.begin(), notes.end(), file.note);
}

LabelledTexts read_texts(const std::string& path, const ExampleFileOptions& file,
                         const TokenizerOptions& tokenizer, bool to_learn, Observer& observer) {
  LabelledTexts texts = read_labelled_texts(
      path, {.tokenizer = tokenizer, .columns = file.columns, .to_learn = to_learn},
      observer.begin("read", "texts"));
  observer.end();
  pass_on(texts.notes, file);
  return texts;
}

TaggedSentences read_sentences(const std::string& path, const ExampleFileOptions& file,
                               const TokenizerOptions& tokenizer, Observer& observer) {
  observer.begin("read");
  TaggedSentences sentences =
      read_tagged_sentences(path, {.lowercase = tokenizer.lowercase, .columns = file.columns});
  observer.end();
  pass_on(sentences.notes, file);
  return sentences;
}

ClassificationScore score_texts(const Classifier& classifier, const LabelledTexts& texts,
                                const std::string& source, const char* stage,
                                const Networks* networks, Observer& observer) {
  const std::vector<std::int32_t> classes = classes_of(classifier, texts, source);
  const RowMatrix probabilities =
      predict_any_classes(classifier, texts.texts, networks, observer.begin(stage, "texts"));
  observer.end();
  return score_classification(classes, probabilities);
}

TaggingScore score_sentences(const Classifier& classifier, const TaggedSentences& sentences,
                             const char* stage, const Networks* networks, Observer& observer) {
  const std::vector<std::string> predicted = predict_any_tags(
      classifier, sentences.sentences, networks, observer.begin(stage, "sentences"));
  observer.end();
  return score_tagging(names_of_tags(sentences), predicted, sentences.sentences.offsets);
}

ScoredClassifier train_on_texts(const ClassifierData& data, const Embedding* embedding,
                                const ClassifierOptions& options, const Networks* networks,
                                Observer& observer) {
  const auto divided =
      divide(read_texts(data.path, data.file, data.tokenizer, true, observer), data, options.seed);
  const char* unit = options.network == Network::kLinear ? "steps" : "examples";
  ScoredClassifier result{train_any_classifier(divided.training, embedding, data.tokenizer, options,
                                               networks, observer.begin("train", unit))};
  observer.end();
  if (divided.held_out.size() > 0) {
    result.score =
        score_texts(result.classifier, divided.held_out, data.path, "score", networks, observer);
  }
  return result;
}

ScoredClassifier train_on_sentences(const ClassifierData& data, const Embedding* embedding,
                                    const ClassifierOptions& options, const Networks* networks,
                                    Observer& observer) {
  const auto divided =
      divide(read_sentences(data.path, data.file, data.tokenizer, observer), data, options.seed);
  ScoredClassifier result{train_any_tagger(divided.training, embedding, data.tokenizer, options,
                                           networks, observer.begin("train", "sentences"))};
  observer.end();
  if (divided.held_out.size() > 0) {
    result.score =
        score_sentences(result.classifier, divided.held_out, "score", networks, observer);
  }
  return result;
}

void validate(const ClassifierData& data, const Embedding* embedding,
              const ClassifierOptions& options) {
  options.validate();
  data.tokenizer.validate();
  if (data.examples < 0) {
    throw OptionError("ClassifierData.examples", fmt::to_string(data.examples), "must be >= 0");
  }
  if (embedding == nullptr && options.mode != EmbeddingMode::kRandom) {
    throw OptionError("ClassifierOptions.mode", enum_name(options.mode),
                      "needs an embedding; only random vectors need none");
  }
}

}  // namespace

ScoredClassifier train_on_file(const ClassifierData& data, const Embedding* embedding,
                               const ClassifierOptions& options, const Networks* networks,
                               Observer& observer) {
  validate(data, embedding, options);
  const CancellationScope scope(observer.cancellation());
  const auto train = data.task == Task::kTags ? train_on_sentences : train_on_texts;
  return train(data, embedding, options, networks, observer);
}

ClassifierScore score_on_file(const Classifier& classifier, const std::string& path,
                              const Networks* networks, Observer& observer,
                              const ExampleFileOptions& file) {
  const CancellationScope scope(observer.cancellation());
  if (classifier.task == Task::kTags) {
    return score_sentences(classifier, read_sentences(path, file, classifier.tokenizer, observer),
                           "predict", networks, observer);
  }
  return score_texts(classifier, read_texts(path, file, classifier.tokenizer, false, observer),
                     path, "predict", networks, observer);
}

nlohmann::ordered_json to_json(const ClassifierScore& score,
                               std::span<const std::string> class_names) {
  const auto* classes = std::get_if<ClassificationScore>(&score);
  return classes != nullptr ? to_json(*classes, class_names)
                            : to_json(std::get<TaggingScore>(score));
}

nlohmann::ordered_json to_json(const ScoredClassifier& trained) {
  const Classifier& classifier = trained.classifier;
  nlohmann::ordered_json object{{"network", enum_name(classifier.network)},
                                {"mode", enum_name(classifier.mode)},
                                {"words", classifier.vocabulary.size()}};
  for (const char* key : {"examples", "validation_examples", "coverage", "training"}) {
    if (classifier.description.contains(key)) object[key] = classifier.description[key];
  }
  if (trained.score) object["held_out"] = to_json(*trained.score, classifier.class_names);
  return object;
}

TokenizerOptions tokenizer_of_model(const std::filesystem::path& model) {
  if (!is_model(model)) return {};
  const auto made = described_counting(read_json(model / "model.json"));
  if (!made) return {};
  return {.kind = made->tokenizer.kind, .lowercase = made->tokenizer.lowercase};
}

}  // namespace eigenlex
