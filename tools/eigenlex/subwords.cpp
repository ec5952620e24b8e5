#include <memory>
#include <optional>
#include <string>

#include <fmt/format.h>

#include "eigenlex/core/parallel.hpp"
#include "eigenlex/embedding/companion.hpp"
#include "eigenlex/embedding/model.hpp"
#include "eigenlex/refine/train_subwords.hpp"

#include "commands.hpp"
#include "fields.hpp"
#include "options.hpp"
#include "output.hpp"

namespace eigenlex::tool {
namespace {

struct SubwordsArguments {
  SubwordOptions options;
  std::optional<double> regularization;
  Settings settings;
};

void print(const Subwords& subwords, const std::string& path, const Settings& settings) {
  if (settings.json) {
    nlohmann::ordered_json result{{"subwords", path}};
    result.update(to_json(subwords));
    print_json(settings, std::move(result));
    return;
  }
  for (const SubwordTrial& trial : subwords.trials) {
    fmt::print("regularization {:<8} cosine of held-out words {:.4f}\n", trial.regularization,
               trial.cosine);
  }
  fmt::print("{}: {} n-grams x {}, regularization {}\n", path, subwords.ngrams.vocabulary.size(),
             subwords.ngrams.table.cols(), subwords.regularization);
}

void run(SubwordsArguments& arguments) {
  const Settings& settings = arguments.settings;
  if (arguments.regularization) arguments.options.regularizations = {*arguments.regularization};
  arguments.options.validate();
  const ThreadCount threads(threads_of(settings));
  Console console(settings.quiet || settings.json);
  const Embedding words =
      console.stage("read", [&] { return load_embedding(settings.model, settings.read); });
  const Subwords subwords = train_subwords(words, arguments.options, console.begin("learn"));
  console.end();
  const auto path = companion_path(settings.model, "subwords");
  write_subwords(subwords, companion_key(settings.model), path);
  print(subwords, path.string(), settings);
}

}  // namespace

void add_subwords_command(CLI::App& app) {
  auto arguments = std::make_shared<SubwordsArguments>();
  SubwordOptions& options = arguments->options;
  CLI::App* command =
      app.add_subcommand("subwords", "Learn vectors of parts of words, for unknown words");
  add_model_option(*command, arguments->settings);
  add_field(*command, "--shortest", "NgramOptions.shortest", options.ngrams.shortest,
            "Characters of the shortest part");
  add_field(*command, "--longest", "NgramOptions.longest", options.ngrams.longest,
            "Characters of the longest part");
  add_field(*command, "--min-words", "NgramOptions.min_words", options.ngrams.min_words,
            "Leave out parts of fewer words");
  add_field(*command, "--regularization", "BagRegressionOptions.regularization",
            arguments->regularization,
            "Penalty on the vectors; chosen by held-out words if not given");
  add_field(*command, "--seed", "SubwordOptions.seed", options.seed,
            "Seed of the choice of held-out words");
  add_verify_option(*command, arguments->settings);
  add_threads_option(*command, arguments->settings);
  add_quiet_option(*command, arguments->settings);
  command->add_flag("--json", arguments->settings.json, "Print one object");
  command->footer(
      "Example:\n  eigenlex subwords models/gcide\n"
      "  eigenlex similar models/gcide unwaterlike --subwords");
  command->callback([arguments] { run(*arguments); });
}

}  // namespace eigenlex::tool
