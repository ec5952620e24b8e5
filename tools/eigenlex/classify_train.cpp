#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "eigenlex/classify/train_on_file.hpp"
#include "eigenlex/core/error.hpp"
#include "eigenlex/core/json_file.hpp"
#include "eigenlex/core/parallel.hpp"
#include "eigenlex/embedding/model.hpp"
#include "eigenlex/learn/recipe.hpp"

#include "choice_option.hpp"
#include "classify.hpp"
#include "classify_report.hpp"
#include "console.hpp"
#include "networks.hpp"
#include "notes.hpp"
#include "options.hpp"
#include "results.hpp"
#include "verify_option.hpp"

namespace eigenlex::tool {
namespace {

constexpr std::string_view kClassifierMarker = "classifier.json";

struct TrainArguments {
  ClassifierData data;
  std::string embedding;
  std::optional<TokenizerKind> tokenizer;
  bool lowercase = false;
  ClassifierOptions options;
  ReadOptions read;
  RunSettings run;
};

/// The tokenizer asked for, else the one the embedding was trained with.
TokenizerOptions tokenizer_of(const TrainArguments& arguments) {
  TokenizerOptions options{.lowercase = arguments.lowercase};
  if (arguments.tokenizer) {
    options.kind = *arguments.tokenizer;
    return options;
  }
  if (!is_model(arguments.embedding)) return options;
  const auto made =
      described_counting(read_json(std::filesystem::path(arguments.embedding) / "model.json"));
  if (!made) return options;
  options.kind = made->tokenizer.kind;
  options.lowercase = options.lowercase || made->tokenizer.lowercase;
  return options;
}

nlohmann::ordered_json summary(const Classifier& classifier) {
  nlohmann::ordered_json object{{"network", enum_name(classifier.network)},
                                {"mode", enum_name(classifier.mode)},
                                {"words", classifier.vocabulary.size()}};
  for (const char* key : {"examples", "validation_examples", "coverage", "training"}) {
    if (classifier.description.contains(key)) object[key] = classifier.description[key];
  }
  return object;
}

void print_training(const Classifier& classifier, const Console& console) {
  const nlohmann::json& made = classifier.description;
  console.line("words", fmt::format("{}, {:.1f} % of the tokens", classifier.vocabulary.size(),
                                    100 * made.value("coverage", 0.0)));
  const nlohmann::json training = made.value("training", nlohmann::json::object());
  if (!training.contains("best_epoch")) return;
  const std::int64_t best = training["best_epoch"].get<std::int64_t>();
  const nlohmann::json& epoch = training["epochs"][static_cast<std::size_t>(best - 1)];
  console.line("best epoch",
               fmt::format("{} of {}, validation accuracy {:.2f} %, loss {:.4f}", best,
                           training["epochs"].size(), 100 * epoch.value("validation_accuracy", 0.0),
                           epoch.value("validation_loss", 0.0)));
}

void run(TrainArguments& arguments) {
  const ClassifierOptions& options = arguments.options;
  const Networks* networks = networks_for(options.network);
  if (arguments.data.task == Task::kTags && !tags_tokens(options.network)) {
    throw OptionError("--network", enum_name(options.network),
                      "must be lstm or gru with --task tagging");
  }
  options.validate();
  check_output(arguments.run, PendingPath::Kind::kFolder, kClassifierMarker);
  const bool random = options.mode == EmbeddingMode::kRandom;
  if (arguments.embedding.empty() && !random) {
    throw OptionError("--embedding", "none", "must name a model; only --mode random needs none");
  }
  const ThreadCount threads(threads_of(arguments.run));
  Console console(arguments.run.quiet);
  arguments.data.tokenizer = tokenizer_of(arguments);
  Notes notes;
  arguments.data.file.note = note_sink(arguments.run.json, notes);
  std::optional<Embedding> embedding;
  if (!random) {
    console.begin("embedding");
    embedding = load_embedding(arguments.embedding, arguments.read);
    console.end();
  }
  const ScoredClassifier trained =
      train_on_file(arguments.data, embedding ? &*embedding : nullptr, options, networks, console);
  console.begin("write");
  write_classifier(trained.classifier, arguments.run.output);
  console.end();
  print_training(trained.classifier, console);
  const std::vector<std::string>& names = trained.classifier.class_names;
  if (arguments.run.json) {
    nlohmann::ordered_json result = summary(trained.classifier);
    if (trained.score) result["held_out"] = to_json(*trained.score, names);
    result["notes"] = notes;
    print_json_line(result);
  } else if (trained.score) {
    fmt::print("{}", score_text(*trained.score, names));
  }
}

void add_text_options(CLI::App& command, TrainArguments& arguments) {
  ClassifierOptions& options = arguments.options;
  command.add_option("--tokenizer", arguments.tokenizer, "How texts become words")
      ->transform(choice_of<TokenizerKind>())
      ->option_text(enum_choices<TokenizerKind>("|") + " [as the model]");
  command.add_flag("--lowercase", arguments.lowercase, "Fold case; also where the model does");
  command.add_option("--num-words", options.num_words, "Most words of the vocabulary; 0 for all");
  command.add_flag("--own-vocabulary", options.own_vocabulary,
                   "Keep only the words of the embedding that the examples have");
  command.add_option("--max-length", options.sequence.max_length,
                     "Most words of a text; of no sentence with --task tagging");
  add_choice(command, "--truncate", options.sequence.truncate, "The end that longer texts lose");
}

void add_network_options(CLI::App& command, ClassifierOptions& options) {
  add_choice(command, "--network", options.network, "What becomes of the vectors of a text");
  add_choice(command, "--mode", options.mode,
             "Vectors drawn at random and learned; given; or given and learned further");
  command.add_option("--dim", options.dim, "Dimensions of random vectors");
  command.add_option("--filters", options.filters, "Filters of each width 3, 4, 5 of cnn");
  command.add_option("--hidden", options.hidden,
                     "Hidden units of pooled; of a direction of lstm, gru");
  command.add_option("--dropout", options.dropout, "Share of the last layer's inputs left out");
  command.add_option("--weight-decay", options.weight_decay,
                     "Decay of weights; L2 penalty of linear, 30 if 0");
  command.add_option("--learning-rate", options.learning_rate, "Step size of Adam");
  command.add_option("--clip-norm", options.clip_norm, "Greatest norm of a gradient");
  command.add_option("--batch-size", options.batch_size, "Examples of a step");
  command.add_option("--epochs", options.epochs, "Most epochs");
  command.add_option("--patience", options.patience,
                     "Epochs without a better validation loss before training ends");
  command.add_option("--validation", options.validation, "Share of the examples to validate with");
  command.add_option("--seed", options.seed, "Seed of all that is random");
}

}  // namespace

void add_classify_train_command(CLI::App& classify) {
  auto arguments = std::make_shared<TrainArguments>();
  CLI::App* command =
      classify.add_subcommand("train", "Train a classifier on labelled texts or tagged sentences");
  command
      ->add_option(
          "DATA", arguments->data.path,
          "File of a label and a text a line, or with --task tagging of a token and its tag; "
          "- for the standard input")
      ->required();
  add_columns_option(*command, arguments->data.file.columns,
                     "Columns of label and text, or of token and tag: numbers from 1, or names in "
                     "the first line",
                     "A,B [the first two, or the first and the last]");
  add_choice(*command, "--task", arguments->data.task,
             "A class for each text, or a tag for each token, such as names of people and places");
  command->add_option("--embedding", arguments->embedding, "Model directory or file of vectors")
      ->option_text("MODEL");
  add_network_options(*command, arguments->options);
  add_text_options(*command, *arguments);
  command
      ->add_option("--examples", arguments->data.examples,
                   "Learn from N examples only, drawn by the seed")
      ->option_text("N [all]");
  command->add_option("--held-out", arguments->data.held_out,
                      "Set N examples aside and score the classifier on them");
  command->add_option("--split-seed", arguments->data.split_seed,
                      "Seed that draws the held-out examples");
  add_verify_option(*command, arguments->read);
  add_run_options(*command, arguments->run, "CLF");
  command->footer(
      "Examples:\n  eigenlex classify train reviews.tsv --embedding en.model --network cnn "
      "--mode tuned --held-out 1000 -o reviews.clf\n"
      "  eigenlex classify train names.conll --task tagging --network lstm --embedding en.model "
      "-o names.clf");
  command->callback([arguments] { run(*arguments); });
}

}  // namespace eigenlex::tool
