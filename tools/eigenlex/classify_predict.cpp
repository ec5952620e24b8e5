#include <algorithm>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include "eigenlex/classify/classification_score.hpp"
#include "eigenlex/classify/predict.hpp"
#include "eigenlex/classify/train_on_file.hpp"
#include "eigenlex/core/parallel.hpp"

#include "classify.hpp"
#include "classify_report.hpp"
#include "console.hpp"
#include "networks.hpp"
#include "notes.hpp"
#include "results.hpp"
#include "verify_option.hpp"

namespace eigenlex::tool {
namespace {

struct PredictArguments {
  std::string classifier;
  std::string data = "-";
  std::vector<std::string> columns;
  int threads = 0;
  bool quiet = false;
  ReadOptions read;
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

void predict_texts(const Classifier& classifier, const PredictArguments& arguments,
                   Console& console) {
  const std::vector<std::string> lines = read_text_lines(arguments.data);
  const TokenizedTexts texts =
      tokenize_texts(lines, classifier.tokenizer, console.begin("read", "texts"));
  console.end();
  const RowMatrix probabilities = predict_any_classes(
      classifier, texts, networks_for(classifier.network), console.begin("predict", "texts"));
  console.end();
  const std::vector<std::int32_t> best = most_probable(probabilities);
  for (std::size_t i = 0; i < best.size(); ++i) {
    print_prediction(classifier, probabilities, static_cast<Eigen::Index>(i),
                     static_cast<std::size_t>(best[i]), arguments.json);
  }
}

/// A line for each sentence: its tokens, their tags, and the entities that these mark.
void print_sentences(const TokenColumns& columns, const std::vector<std::string>& tags,
                     bool of_scheme) {
  const std::vector<std::int64_t>& offsets = columns.sentences.offsets;
  for (std::size_t i = 0; i + 1 < offsets.size(); ++i) {
    const std::size_t begin = static_cast<std::size_t>(offsets[i]);
    const std::size_t length = static_cast<std::size_t>(offsets[i + 1]) - begin;
    const std::span of_tokens = std::span(columns.tokens).subspan(begin, length);
    const std::span of_tags = std::span(tags).subspan(begin, length);
    auto entities = nlohmann::ordered_json::array();
    for (const Entity& entity : entities_of(of_tags, of_scheme)) {
      entities.push_back(
          {{"type", entity.type},
           {"text", fmt::format("{}", fmt::join(of_tokens.begin() + entity.begin,
                                                of_tokens.begin() + entity.end, " "))},
           {"begin", entity.begin},
           {"end", entity.end}});
    }
    print_json_line({{"tokens", of_tokens}, {"tags", of_tags}, {"entities", entities}});
  }
}

/// The lines as they were read, each with the tag of its token as a further column.
void print_columns(const TokenColumns& columns, const std::vector<std::string>& tags) {
  for (std::size_t i = 0; i < columns.lines.size(); ++i) {
    const std::string& line = columns.lines[i];
    if (columns.token_of_line[i] < 0) {
      fmt::print("{}\n", line);
    } else {
      fmt::print("{}{}{}\n", line, line.find('\t') == std::string::npos ? ' ' : '\t',
                 tags[static_cast<std::size_t>(columns.token_of_line[i])]);
    }
  }
}

void predict_sentences(const Classifier& classifier, const PredictArguments& arguments,
                       Console& console) {
  console.begin("read");
  const TokenColumns columns = read_token_columns(
      arguments.data, {.lowercase = classifier.tokenizer.lowercase, .columns = arguments.columns});
  console.end();
  if (!arguments.json) print_notes(columns.notes);
  const std::vector<std::string> tags =
      predict_any_tags(classifier, columns.sentences, networks_for(classifier.network),
                       console.begin("predict", "sentences"));
  console.end();
  if (arguments.json) {
    print_sentences(columns, tags, are_of_scheme(classifier.class_names));
  } else {
    print_columns(columns, tags);
  }
}

void run_predict(const PredictArguments& arguments) {
  const ThreadCount threads(threads_of(arguments));
  Console console(arguments.quiet);
  const Classifier classifier = read_classifier(arguments.classifier, arguments.read);
  if (classifier.task == Task::kTags) {
    predict_sentences(classifier, arguments, console);
  } else {
    predict_texts(classifier, arguments, console);
  }
}

void run_evaluate(const PredictArguments& arguments) {
  const ThreadCount threads(threads_of(arguments));
  Console console(arguments.quiet);
  const Classifier classifier = read_classifier(arguments.classifier, arguments.read);
  Notes notes;
  const ClassifierScore score =
      score_on_file(classifier, arguments.data, networks_for(classifier.network), console,
                    {.columns = arguments.columns, .note = note_sink(arguments.json, notes)});
  if (arguments.json) {
    nlohmann::ordered_json result = to_json(score, classifier.class_names);
    result["notes"] = notes;
    print_json_line(result);
  } else {
    fmt::print("{}", score_text(score, classifier.class_names));
  }
}

void add_options(CLI::App& command, PredictArguments& arguments) {
  command
      .add_option("--threads", arguments.threads,
                  "Threads; they change how soon the result is there, not the result")
      ->option_text("N [all]");
  add_verify_option(command, arguments.read);
  command.add_flag("--quiet", arguments.quiet, "No progress");
  command.add_flag("--json", arguments.json, "Print JSON");
}

}  // namespace

void add_classify_predict_command(CLI::App& classify) {
  auto arguments = std::make_shared<PredictArguments>();
  CLI::App* command = classify.add_subcommand(
      "predict", "Say the class of each line and its probability, or the tag of each token");
  command->add_option("CLF", arguments->classifier, "Classifier directory")->required();
  command
      ->add_option("TEXTS", arguments->data,
                   "File of texts, a line each, or for tags of tokens, a line each")
      ->option_text("[standard input]");
  add_columns_option(*command, arguments->columns,
                     "For tags: the column of the token, a number from 1 or a name in the first "
                     "line",
                     "A [the first]");
  add_options(*command, *arguments);
  command->footer("Example:\n  eigenlex classify predict reviews.clf new.txt");
  command->callback([arguments] { run_predict(*arguments); });
}

void add_classify_evaluate_command(CLI::App& classify) {
  auto arguments = std::make_shared<PredictArguments>();
  CLI::App* command = classify.add_subcommand(
      "evaluate", "Score a classifier on labelled texts or tagged sentences");
  command->add_option("CLF", arguments->classifier, "Classifier directory")->required();
  command->add_option("DATA", arguments->data, "File as `classify train` takes it")
      ->required()
      ->option_text("REQUIRED");
  add_columns_option(*command, arguments->columns,
                     "Columns of label and text, or of token and tag: numbers from 1, or names in "
                     "the first line",
                     "A,B [the first two, or the first and the last]");
  add_options(*command, *arguments);
  command->footer("Example:\n  eigenlex classify evaluate reviews.clf test.tsv");
  command->callback([arguments] { run_evaluate(*arguments); });
}

}  // namespace eigenlex::tool
