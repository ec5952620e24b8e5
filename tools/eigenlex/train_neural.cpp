#include <memory>
#include <string>

#include <nlohmann/json.hpp>

#include "commands.hpp"

#ifdef EIGENLEX_HAS_FASTTEXT

#include "eigenlex/core/json_file.hpp"
#include "eigenlex/core/parallel.hpp"
#include "eigenlex/embedding/formats.hpp"
#include "eigenlex/learn/run_record.hpp"
#include "eigenlex/neural/fasttext_vectors.hpp"

#include "choice_option.hpp"
#include "options.hpp"

namespace eigenlex::tool {
namespace {

struct TrainNeuralArguments {
  std::string corpus;
  std::string run_file;
  FastTextOptions options;
  RunSettings run;
};

void run(TrainNeuralArguments& arguments) {
  const InterruptGuard guard;
  Console console(arguments.run.quiet);
  FastTextOptions& options = arguments.options;
  options.threads = arguments.run.threads == 0 ? thread_count() : arguments.run.threads;
  check_output(arguments.run, PendingPath::Kind::kFile);
  const Embedding embedding =
      train_fasttext(arguments.corpus, options, console.begin(enum_name(options.model)));
  console.end();
  console.begin("write");
  const char* name = options.model == FastTextModel::kSkipGram ? "skipgram" : "cbow";
  RunRecord record(console);
  const Embedding embedding = train_fasttext(arguments.corpus, options, record.begin(name));
  record.end();
  record.begin("write");
  write_vectors(embedding, VectorFormat::kNpy, arguments.run.output);
  record.end();
  if (!arguments.run_file.empty()) write_json(arguments.run_file, record.describe());
}

}  // namespace

void add_train_neural_command(CLI::App& app) {
  auto arguments = std::make_shared<TrainNeuralArguments>();
  FastTextOptions& options = arguments->options;
  CLI::App* command = app.add_subcommand(
      "train-neural", "Learn vectors by libfasttext, for `compare`; writes NAME.npy");
  command->group("");  // not in the list of commands: `compare` starts it
  command->add_option("CORPUS", arguments->corpus, "File of words between blanks")->required();
  add_choice(*command, "--model", options.model, "skipgram or cbow");
  command->add_option("--dim", options.dim, "Dimensions")->capture_default_str();
  command->add_option("--window", options.window, "Most words on each side")->capture_default_str();
  command->add_option("--epochs", options.epochs, "Passes over the corpus")->capture_default_str();
  command->add_option("--min-count", options.min_count, "Leave out words that are rarer")
      ->capture_default_str();
  command->add_option("--shortest-subword", options.shortest_subword, "Shortest n-gram")
      ->capture_default_str();
  command->add_option("--longest-subword", options.longest_subword, "Longest n-gram; 0 for none")
      ->capture_default_str();
  command->add_option("--seed", options.seed, "Seed")->capture_default_str();
  command->add_option("--run-file", arguments->run_file, "Where seconds and memory go");
  add_run_options(*command, arguments->run, "FILE.npy");
  command->callback([arguments] { run(*arguments); });
}

}  // namespace eigenlex::tool

#else

void eigenlex::tool::add_train_neural_command(CLI::App&) {}

#endif
