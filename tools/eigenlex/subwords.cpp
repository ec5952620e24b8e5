#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "eigenlex/core/parallel.hpp"
#include "eigenlex/embedding/companion.hpp"
#include "eigenlex/embedding/model.hpp"
#include "eigenlex/refine/train_subwords.hpp"

#include "commands.hpp"
#include "console.hpp"
#include "results.hpp"
#include "verify_option.hpp"

namespace eigenlex::tool {
namespace {

struct SubwordsArguments {
  std::string model;
  SubwordOptions options;
  std::optional<double> regularization;
  std::optional<int> threads;
  ReadOptions read;
  bool quiet = false;
  bool json = false;
};

void print_summary(const Subwords& subwords, const std::string& path, bool json) {
  if (json) {
    auto trials = nlohmann::ordered_json::array();
    for (const SubwordTrial& trial : subwords.trials) {
      trials.push_back({{"regularization", trial.regularization}, {"cosine", trial.cosine}});
    }
    print_json_line({{"subwords", path},
                     {"ngrams", subwords.ngrams.vocabulary.size()},
                     {"dim", subwords.ngrams.table.cols()},
                     {"regularization", subwords.regularization},
                     {"trials", std::move(trials)}});
    return;
  }
  for (const SubwordTrial& trial : subwords.trials) {
    fmt::print("regularization {:<8} cosine of held-out words {:.4f}\n", trial.regularization,
               trial.cosine);
  }
  fmt::print("{}: {} n-grams x {}, regularization {}\n", path, subwords.ngrams.vocabulary.size(),
             subwords.ngrams.table.cols(), subwords.regularization);
}

void run(SubwordsArguments arguments) {
  if (arguments.regularization) arguments.options.regularizations = {*arguments.regularization};
  arguments.options.validate();
  std::optional<ThreadCount> threads;
  if (arguments.threads) threads.emplace(*arguments.threads);
  Console console(arguments.quiet || arguments.json);
  console.begin("read");
  const Embedding words = load_embedding(arguments.model, arguments.read);
  console.end();
  const Subwords subwords = train_subwords(words, arguments.options, console.begin("learn"));
  console.end();
  const auto path = companion_path(arguments.model, "subwords");
  write_subwords(subwords, companion_key(arguments.model), path);
  print_summary(subwords, path.string(), arguments.json);
}

}  // namespace

void add_subwords_command(CLI::App& app) {
  auto arguments = std::make_shared<SubwordsArguments>();
  CLI::App* command =
      app.add_subcommand("subwords", "Learn vectors of parts of words, for unknown words");
  NgramOptions& ngrams = arguments->options.ngrams;
  command->add_option("MODEL", arguments->model, "Model directory or file of vectors")->required();
  command->add_option("--shortest", ngrams.shortest, "Characters of the shortest part");
  command->add_option("--longest", ngrams.longest, "Characters of the longest part");
  command->add_option("--min-words", ngrams.min_words, "Leave out parts of fewer words");
  command->add_option("--regularization", arguments->regularization,
                      "Penalty on the vectors; chosen by held-out words if not given");
  command->add_option("--seed", arguments->options.seed, "Seed of the choice of held-out words");
  command->add_option("--threads", arguments->threads, "Number of threads");
  add_verify_option(*command, arguments->read);
  command->add_flag("--quiet", arguments->quiet, "No progress");
  command->add_flag("--json", arguments->json, "Print one object");
  command->footer(
      "Example:\n  eigenlex subwords models/gcide\n"
      "  eigenlex similar models/gcide unwaterlike --subwords");
  command->callback([arguments] { run(*arguments); });
}

}  // namespace eigenlex::tool
