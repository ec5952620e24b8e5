#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "eigenlex/classify/train_on_file.hpp"
#include "eigenlex/core/error.hpp"
#include "eigenlex/core/parallel.hpp"
#include "eigenlex/embedding/model.hpp"

#include "classify_report.hpp"
#include "commands.hpp"
#include "fields.hpp"
#include "networks.hpp"
#include "options.hpp"
#include "output.hpp"

namespace eigenlex::tool {
namespace {

constexpr std::string_view kClassifierMarker = "classifier.json";

struct TrainArguments {
  ClassifierData data;
  std::optional<TokenizerKind> tokenizer;
  bool lowercase = false;
  ClassifierOptions options;
  Settings settings;  ///< whose model is the embedding
};

/// The tokenizer asked for, else the one the embedding was trained with.
TokenizerOptions tokenizer_of(const TrainArguments& arguments) {
  TokenizerOptions options;
  if (arguments.tokenizer) {
    options.kind = *arguments.tokenizer;
  } else {
    options = tokenizer_of_model(arguments.settings.model);
  }
  options.lowercase = options.lowercase || arguments.lowercase;
  return options;
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

void check(const TrainArguments& arguments) {
  const ClassifierOptions& options = arguments.options;
  if (arguments.data.task == Task::kTags && !tags_tokens(options.network)) {
    throw OptionError("--network", enum_name(options.network),
                      "must be lstm or gru with --task tagging");
  }
  options.validate();
  check_output(arguments.settings, PendingPath::Kind::kFolder, kClassifierMarker);
  if (arguments.settings.model.empty() && options.mode != EmbeddingMode::kRandom) {
    throw OptionError("--embedding", "none", "must name a model; only --mode random needs none");
  }
}

void run(TrainArguments& arguments) {
  const ClassifierOptions& options = arguments.options;
  Settings& settings = arguments.settings;
  const Networks* networks = networks_for(options.network);
  check(arguments);
  const ThreadCount threads(threads_of(settings));
  Console console(settings.quiet);
  arguments.data.tokenizer = tokenizer_of(arguments);
  arguments.data.file.note = note_sink(settings);
  std::optional<Embedding> embedding;
  if (options.mode != EmbeddingMode::kRandom) {
    embedding =
        console.stage("embedding", [&] { return load_embedding(settings.model, settings.read); });
  }
  const ScoredClassifier trained =
      train_on_file(arguments.data, embedding ? &*embedding : nullptr, options, networks, console);
  console.stage("write", [&] { write_classifier(trained.classifier, settings.output); });
  print_training(trained.classifier, console);
  if (settings.json) {
    print_json(settings, to_json(trained));
  } else if (trained.score) {
    fmt::print("{}", score_text(*trained.score, trained.classifier.class_names));
  }
}

void add_text_options(CLI::App& command, TrainArguments& arguments) {
  ClassifierOptions& options = arguments.options;
  command.add_option("--tokenizer", arguments.tokenizer, "How texts become words")
      ->transform(choice_of<TokenizerKind>())
      ->option_text(enum_choices<TokenizerKind>("|") + " [as the model]");
  command.add_flag("--lowercase", arguments.lowercase, "Fold case; also where the model does");
  add_field(command, "--num-words", "ClassifierOptions.num_words", options.num_words,
            "Most words of the vocabulary; 0 for all");
  command.add_flag("--own-vocabulary", options.own_vocabulary,
                   "Keep only the words of the embedding that the examples have");
  add_field(command, "--max-length", "SequenceOptions.max_length", options.sequence.max_length,
            "Most words of a text; of no sentence with --task tagging");
  add_field(command, "--truncate", "SequenceOptions.truncate", options.sequence.truncate,
            "The end that longer texts lose");
}

void add_network_options(CLI::App& command, ClassifierOptions& options) {
  add_field(command, "--network", "ClassifierOptions.network", options.network,
            "What becomes of the vectors of a text");
  add_field(command, "--mode", "ClassifierOptions.mode", options.mode,
            "Vectors drawn at random and learned; given; or given and learned further");
  add_field(command, "--dim", "ClassifierOptions.dim", options.dim, "Dimensions of random vectors");
  add_field(command, "--filters", "ClassifierOptions.filters", options.filters,
            "Filters of each width 3, 4, 5 of cnn");
  add_field(command, "--hidden", "ClassifierOptions.hidden", options.hidden,
            "Hidden units of pooled; of a direction of lstm, gru");
  add_field(command, "--dropout", "ClassifierOptions.dropout", options.dropout,
            "Share of the last layer's inputs left out");
  add_field(command, "--weight-decay", "ClassifierOptions.weight_decay", options.weight_decay,
            "Decay of weights; L2 penalty of linear, 30 if 0");
  add_field(command, "--learning-rate", "ClassifierOptions.learning_rate", options.learning_rate,
            "Step size of Adam");
  add_field(command, "--clip-norm", "ClassifierOptions.clip_norm", options.clip_norm,
            "Greatest norm of a gradient");
  add_field(command, "--batch-size", "ClassifierOptions.batch_size", options.batch_size,
            "Examples of a step");
  add_field(command, "--epochs", "ClassifierOptions.epochs", options.epochs, "Most epochs");
  add_field(command, "--patience", "ClassifierOptions.patience", options.patience,
            "Epochs without a better validation loss before training ends");
  add_field(command, "--validation", "ClassifierOptions.validation", options.validation,
            "Share of the examples to validate with");
  add_field(command, "--seed", "ClassifierOptions.seed", options.seed,
            "Seed of all that is random");
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
  add_field(*command, "--task", "ClassifierData.task", arguments->data.task,
            "A class for each text, or a tag for each token, such as names of people and places");
  command
      ->add_option("--embedding", arguments->settings.model, "Model directory or file of vectors")
      ->option_text("MODEL");
  add_network_options(*command, arguments->options);
  add_text_options(*command, *arguments);
  add_field(*command, "--examples", "ClassifierData.examples", arguments->data.examples,
            "Learn from N examples only, drawn by the seed")
      ->option_text("N [all]");
  add_field(*command, "--held-out", "held_out", arguments->data.held_out,
            "Set N examples aside and score the classifier on them");
  command->add_option("--split-seed", arguments->data.split_seed,
                      "Seed that draws the held-out examples");
  add_verify_option(*command, arguments->settings);
  add_run_options(*command, arguments->settings, "CLF");
  command->footer(
      "Examples:\n  eigenlex classify train reviews.tsv --embedding en.model --network cnn "
      "--mode tuned --held-out 1000 -o reviews.clf\n"
      "  eigenlex classify train names.conll --task tagging --network lstm --embedding en.model "
      "-o names.clf");
  command->callback([arguments] { run(*arguments); });
}

}  // namespace eigenlex::tool
