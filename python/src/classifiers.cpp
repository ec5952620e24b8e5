#include <algorithm>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "eigenlex/classify/linear_classifier.hpp"
#include "eigenlex/classify/predict.hpp"
#include "eigenlex/core/observer.hpp"
#include "eigenlex/query/word_finder.hpp"

#include "arrays.hpp"
#include "bindings.hpp"
#include "held_vectors.hpp"
#include "job.hpp"
#include "json.hpp"
#include "options.hpp"
#include "strings.hpp"

namespace eigenlex {

/// Those that the linear network looks at.
static void for_options(ClassifierOptions& options, const auto& visit) {
  visit("num_words", options.num_words);
  visit("own_vocabulary", options.own_vocabulary);
  visit("weight_decay", options.weight_decay);
  visit("max_length", options.sequence.max_length);
  visit("truncate", options.sequence.truncate);
  visit("seed", options.seed);
}

}  // namespace eigenlex

namespace eigenlex::python {
namespace py = pybind11;
namespace {

using HeldClassifier = std::shared_ptr<Classifier>;

/// Texts and the names of their classes as the library has them.
LabelledTexts labelled(std::span<const std::string> texts, const std::vector<std::string>& labels,
                       const TokenizerOptions& tokenizer) {
  LabelledTexts examples;
  examples.class_names = labels;
  std::sort(examples.class_names.begin(), examples.class_names.end());
  const auto rest = std::ranges::unique(examples.class_names);
  examples.class_names.erase(rest.begin(), rest.end());
  for (const std::string& label : labels) {
    const auto place = std::ranges::lower_bound(examples.class_names, label);
    examples.labels.push_back(static_cast<std::int32_t>(place - examples.class_names.begin()));
  }
  examples.texts = tokenize_texts(texts, tokenizer);
  return examples;
}

HeldClassifier train(py::handle given_texts, py::handle given_labels, const HeldVectors& vectors,
                     const py::dict& given, py::handle listener) {
  auto options = options_from<ClassifierOptions>(given);
  options.network = Network::kLinear;
  options.mode = EmbeddingMode::kFrozen;
  const std::vector<std::string> texts = all_bytes_of(given_texts, "texts");
  const std::vector<std::string> labels = all_bytes_of(given_labels, "labels");
  if (texts.size() != labels.size()) {
    throw OptionError("labels", std::to_string(labels.size()) + " labels",
                      "must be as many as the texts, " + std::to_string(texts.size()));
  }
  if (std::ranges::adjacent_find(labels, std::not_equal_to<>()) == labels.end()) {
    throw OptionError("labels", "one class", "must be of two classes at least");
  }
  HeldClassifier classifier;
  run_job(
      [&](Observer& observer) {
        const TokenizerOptions tokenizer = WordFinder(vectors.description()).reading();
        const LabelledTexts examples = labelled(texts, labels, tokenizer);
        classifier = std::make_shared<Classifier>(train_linear_classifier(
            examples, &vectors.embedding(), tokenizer, options, observer.begin("train", "steps")));
        observer.end();
      },
      listener);
  return classifier;
}

py::array predict(const Classifier& classifier, py::handle given_texts) {
  const std::vector<std::string> texts = all_bytes_of(given_texts, "texts");
  return array_of_matrix(result_of_job([&] {
    const TokenizedTexts tokenized = tokenize_texts(texts, classifier.tokenizer);
    return predict_any_classes(classifier, tokenized, nullptr);
  }));
}

HeldClassifier open(py::handle path, bool verify) {
  const std::string name = path_of(path);
  HeldClassifier classifier = result_of_job([&] {
    return std::make_shared<Classifier>(read_classifier(name, {.verify_checksums = verify}));
  });
  if (classifier->network != Network::kLinear) {
    throw FormatError::at_path(
        name, "is a network, " + std::string(enum_name(classifier->network)) +
                  ", which the program alone can run; the package has linear classifiers");
  }
  return classifier;
}

void write_classifier_to(const Classifier& classifier, py::handle path) {
  const std::string name = path_of(path);
  run_job([&](Observer&) { write_classifier(classifier, name); }, py::none());
}

py::list class_names(const Classifier& classifier) {
  py::list names;
  for (const std::string& name : classifier.class_names) names.append(str_of(name));
  return names;
}

}  // namespace

void bind_classifiers(py::module_& module) {
  py::class_<Classifier, HeldClassifier>(module, "HeldClassifier")
      .def_property_readonly("classes", &class_names)
      .def_property_readonly("description",
                             [](const Classifier& self) { return object_of(self.description); })
      .def("predict", &predict)
      .def("write", &write_classifier_to);
  module.def("classifier_options", &defaults_of<ClassifierOptions>);
  module.def("train_classifier", &train);
  module.def("open_classifier", &open, py::arg("path"), py::arg("verify"));
}

}  // namespace eigenlex::python
