#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "eigenlex/classify/predict_on_file.hpp"
#include "eigenlex/classify/train_on_file.hpp"
#include "eigenlex/core/parallel.hpp"

#include "classify_report.hpp"
#include "commands.hpp"
#include "networks.hpp"
#include "options.hpp"
#include "output.hpp"

namespace eigenlex::tool {
namespace {

struct PredictArguments {
  std::string data = "-";
  std::vector<std::string> columns;
  Settings settings;  ///< whose model is the classifier
};

void predict_texts(const Classifier& classifier, const PredictArguments& arguments,
                   Console& console) {
  const RowMatrix probabilities =
      predict_texts_on_file(classifier, arguments.data, networks_for(classifier.network), console);
  for (Eigen::Index i = 0; i < probabilities.rows(); ++i) {
    nlohmann::ordered_json answer = prediction_json(classifier, probabilities.row(i));
    if (arguments.settings.json) {
      print_json(arguments.settings, std::move(answer));
    } else {
      const auto label = answer["label"].get<std::string>();
      fmt::print("{}\t{:.4f}\n", label, answer["probabilities"][label].get<float>());
    }
  }
}

/// The lines as they were read, each with the tag of its token as a further column.
void print_columns(const TaggedColumns& tagged) {
  const TokenColumns& columns = tagged.columns;
  for (std::size_t i = 0; i < columns.lines.size(); ++i) {
    const std::string& line = columns.lines[i];
    if (columns.token_of_line[i] < 0) {
      fmt::print("{}\n", line);
    } else {
      fmt::print("{}{}{}\n", line, line.find('\t') == std::string::npos ? ' ' : '\t',
                 tagged.tags[static_cast<std::size_t>(columns.token_of_line[i])]);
    }
  }
}

void predict_sentences(const Classifier& classifier, PredictArguments& arguments,
                       Console& console) {
  Settings& settings = arguments.settings;
  const TaggedColumns tagged = predict_tags_on_file(classifier, arguments.data, arguments.columns,
                                                    networks_for(classifier.network), console);
  std::ranges::for_each(tagged.columns.notes, note_sink(settings));
  if (!settings.json) return print_columns(tagged);
  for (auto& sentence : sentences_json(classifier, tagged)) {
    print_json(settings, std::move(sentence));
  }
}

void run_predict(PredictArguments& arguments) {
  const ThreadCount threads(threads_of(arguments.settings));
  Console console(arguments.settings.quiet);
  const Classifier classifier = read_classifier(arguments.settings.model, arguments.settings.read);
  if (classifier.task == Task::kTags) {
    predict_sentences(classifier, arguments, console);
  } else {
    predict_texts(classifier, arguments, console);
  }
}

void run_evaluate(PredictArguments& arguments) {
  Settings& settings = arguments.settings;
  const ThreadCount threads(threads_of(settings));
  Console console(settings.quiet);
  const Classifier classifier = read_classifier(settings.model, settings.read);
  const ClassifierScore score =
      score_on_file(classifier, arguments.data, networks_for(classifier.network), console,
                    {.columns = arguments.columns, .note = note_sink(settings)});
  if (settings.json) {
    print_json(settings, to_json(score, classifier.class_names));
  } else {
    fmt::print("{}", score_text(score, classifier.class_names));
  }
}

void add_options(CLI::App& command, Settings& settings) {
  command.add_option("CLF", settings.model, "Classifier directory")->required();
  add_threads_option(command, settings);
  add_verify_option(command, settings);
  add_quiet_option(command, settings);
  command.add_flag("--json", settings.json, "Print JSON");
}

void add_predict_command(CLI::App& classify) {
  auto arguments = std::make_shared<PredictArguments>();
  CLI::App* command = classify.add_subcommand(
      "predict", "Say the class of each line and its probability, or the tag of each token");
  add_options(*command, arguments->settings);
  command
      ->add_option("TEXTS", arguments->data,
                   "File of texts, a line each, or for tags of tokens, a line each")
      ->option_text("[standard input]");
  add_columns_option(*command, arguments->columns,
                     "For tags: the column of the token, a number from 1 or a name in the first "
                     "line",
                     "A [the first]");
  command->footer("Example:\n  eigenlex classify predict reviews.clf new.txt");
  command->callback([arguments] { run_predict(*arguments); });
}

void add_scoring_command(CLI::App& classify) {
  auto arguments = std::make_shared<PredictArguments>();
  CLI::App* command = classify.add_subcommand(
      "evaluate", "Score a classifier on labelled texts or tagged sentences");
  add_options(*command, arguments->settings);
  command->add_option("DATA", arguments->data, "File as `classify train` takes it")
      ->required()
      ->option_text("REQUIRED");
  add_columns_option(*command, arguments->columns,
                     "Columns of label and text, or of token and tag: numbers from 1, or names in "
                     "the first line",
                     "A,B [the first two, or the first and the last]");
  command->footer("Example:\n  eigenlex classify evaluate reviews.clf test.tsv");
  command->callback([arguments] { run_evaluate(*arguments); });
}

}  // namespace

void add_classify_command(CLI::App& app) {
  CLI::App* command =
      app.add_subcommand("classify", "Train, use and evaluate classifiers of texts");
  command->require_subcommand(1);
  add_classify_train_command(*command);
  add_predict_command(*command);
  add_scoring_command(*command);
  command->footer(
      "Examples:\n"
      "  eigenlex classify train reviews.tsv --embedding en.model --network cnn -o reviews.clf\n"
      "  eigenlex classify predict reviews.clf new.txt\n"
      "  eigenlex classify evaluate reviews.clf test.tsv");
}

}  // namespace eigenlex::tool
