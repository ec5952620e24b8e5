#include <algorithm>
#include <memory>
#include <string>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/parallel.hpp"
#include "eigenlex/neural/classification_score.hpp"

#include "classify.hpp"
#include "classify_report.hpp"
#include "console.hpp"
#include "query_io.hpp"
#include "verify_option.hpp"

namespace eigenlex::tool {
namespace {

struct PredictArguments {
  std::string classifier;
  std::string data = "-";
  int threads = 0;
  bool quiet = false;
  bool verify = true;
  bool json = false;
};

int threads_of(const PredictArguments& arguments) {
  return arguments.threads == 0 ? thread_count() : arguments.threads;
}

void print_prediction(const Classifier& classifier, const RowMatrix& probabilities,
                      Eigen::Index row, std::size_t best, bool json) {
  if (!json) {
    fmt::print("{}\t{:.4f}\n", classifier.class_names[best],
               probabilities(row, static_cast<Eigen::Index>(best)));
    return;
  }
  nlohmann::ordered_json all;
  for (std::size_t c = 0; c < classifier.class_names.size(); ++c) {
    all[classifier.class_names[c]] = probabilities(row, static_cast<Eigen::Index>(c));
  }
  print_json_line({{"label", classifier.class_names[best]}, {"probabilities", all}});
}

void run_predict(const PredictArguments& arguments) {
  const ThreadCount threads(threads_of(arguments));
  const Classifier classifier = read_classifier(arguments.classifier, arguments.verify);
  const TokenizedTexts texts =
      tokenize_texts(read_text_lines(arguments.data), classifier.tokenizer);
  const RowMatrix probabilities = predict_any_classes(classifier, texts, {});
  const std::vector<std::int32_t> best = most_probable(probabilities);
  for (std::size_t i = 0; i < best.size(); ++i) {
    print_prediction(classifier, probabilities, static_cast<Eigen::Index>(i),
                     static_cast<std::size_t>(best[i]), arguments.json);
  }
}

/// The labels of data as classes of the classifier.
std::vector<std::int32_t> labels_for(const Classifier& classifier, const LabelledTexts& data,
                                     const std::string& path) {
  std::vector<std::int32_t> ids;
  const std::vector<std::string>& known = classifier.class_names;
  for (const std::string& name : data.class_names) {
    const auto found = std::find(known.begin(), known.end(), name);
    if (found == known.end()) {
      throw FormatError(
          fmt::format("{}: has the class \"{}\", which the classifier was not "
                      "trained on; its classes are {}",
                      path, name, fmt::join(known, ", ")));
    }
    ids.push_back(static_cast<std::int32_t>(found - known.begin()));
  }
  std::vector<std::int32_t> labels;
  for (const std::int32_t label : data.labels)
    labels.push_back(ids[static_cast<std::size_t>(label)]);
  return labels;
}

void run_evaluate(const PredictArguments& arguments) {
  const ThreadCount threads(threads_of(arguments));
  const InterruptGuard guard;
  Console console(arguments.quiet);
  const Classifier classifier = read_classifier(arguments.classifier, arguments.verify);
  const LabelledTexts data =
      read_labelled_texts(arguments.data, classifier.tokenizer, console.begin("read", "texts"));
  console.end();
  const std::vector<std::int32_t> labels = labels_for(classifier, data, arguments.data);
  const RowMatrix probabilities =
      predict_any_classes(classifier, data.texts, console.begin("predict", "texts"));
  console.end();
  const ClassificationScore score = score_classification(labels, probabilities);
  if (arguments.json) {
    print_json_line(to_json(score, classifier.class_names));
  } else {
    print_score(score, classifier.class_names);
  }
}

void add_options(CLI::App& command, PredictArguments& arguments) {
  command
      .add_option("--threads", arguments.threads,
                  "Threads; they change how soon the result is there, not the result")
      ->option_text("N [all]");
  add_verify_option(command, arguments.verify);
  command.add_flag("--json", arguments.json, "Print JSON");
}

}  // namespace

void add_classify_predict_command(CLI::App& classify) {
  auto arguments = std::make_shared<PredictArguments>();
  CLI::App* command =
      classify.add_subcommand("predict", "Say the class of each line, and its probability");
  command->add_option("CLF", arguments->classifier, "Classifier directory")->required();
  command->add_option("TEXTS", arguments->data, "File of texts, a line each [standard input]");
  add_options(*command, *arguments);
  command->footer("Example:\n  eigenlex classify predict reviews.clf new.txt");
  command->callback([arguments] { run_predict(*arguments); });
}

void add_classify_evaluate_command(CLI::App& classify) {
  auto arguments = std::make_shared<PredictArguments>();
  CLI::App* command = classify.add_subcommand("evaluate", "Score a classifier on labelled texts");
  command->add_option("CLF", arguments->classifier, "Classifier directory")->required();
  command->add_option("DATA", arguments->data, "File of lines label<TAB>text")->required();
  command->add_flag("--quiet", arguments->quiet, "No progress");
  add_options(*command, *arguments);
  command->footer("Example:\n  eigenlex classify evaluate reviews.clf test.tsv");
  command->callback([arguments] { run_evaluate(*arguments); });
}

}  // namespace eigenlex::tool
