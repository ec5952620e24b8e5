#include <memory>
#include <optional>
#include <string>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "eigenlex/core/parallel.hpp"
#include "eigenlex/counts/counts_file.hpp"
#include "eigenlex/embedding/model.hpp"
#include "eigenlex/learn/refine_rare_words.hpp"

#include "commands.hpp"
#include "options.hpp"
#include "results.hpp"
#include "verify_option.hpp"

namespace eigenlex::tool {
namespace {

struct RefineArguments {
  std::string model;
  std::string counts;
  std::optional<double> strength;
  KMeansOptions kmeans = kClassesOfRareWords;
  RunSettings run;
  ReadOptions read;
};

Model refined(const RefineArguments& arguments, Console& console) {
  console.begin("read");
  Model model = read_model(arguments.model, arguments.read);
  console.end();
  if (arguments.strength) {
    return refine_rare_words(std::move(model), *arguments.strength, arguments.kmeans, console);
  }
  console.begin("read counts");
  const Counts counts = read_counts(arguments.counts, arguments.read);
  console.end();
  return refine_rare_words(std::move(model), counts, arguments.kmeans, console);
}

void run(const RefineArguments& arguments) {
  if (arguments.strength.has_value() == !arguments.counts.empty()) {
    throw CLI::RequiredError("one of --counts COUNTS and --strength T");
  }
  arguments.kmeans.validate();
  check_output(arguments.run, PendingPath::Kind::kFolder, "model.json");
  const ThreadCount threads(threads_of(arguments.run));
  Console console(arguments.run.quiet);
  const Model model = refined(arguments, console);
  write_model(model, arguments.run.output);
  const nlohmann::json& made = model.description.at("refine");
  for (const nlohmann::json& trial : made.value("held_out", nlohmann::json::array())) {
    console.line("held out",
                 fmt::format("strength {:<5g} loss {:.5f}", trial.at("strength").get<double>(),
                             trial.at("loss").get<double>()));
  }
  console.line("strength", fmt::to_string(made.at("strength").get<double>()));
  if (arguments.run.json) print_json_line(made);
}

}  // namespace

void add_refine_command(CLI::App& app) {
  auto arguments = std::make_shared<RefineArguments>();
  CLI::App* command =
      app.add_subcommand("refine", "Pull the vectors of rare words towards their classes");
  command->add_option("MODEL", arguments->model, "Model directory")->required();
  command->add_option("-k,--classes", arguments->kmeans.clusters, "Number of classes");
  command
      ->add_option("--counts", arguments->counts,
                   "Folder of the counts that the model was made from, to choose the strength by")
      ->option_text("COUNTS");
  command
      ->add_option("--strength", arguments->strength,
                   "Count at which a word is half its own vector and half its class's")
      ->option_text("T");
  command->add_option("--seed", arguments->kmeans.seed, "Seed of the random choices");
  add_verify_option(*command, arguments->read);
  add_run_options(*command, arguments->run, "MODEL2");
  command->footer(
      "Examples:\n  eigenlex refine corpus.model --counts corpus.counts -o refined.model\n"
      "  eigenlex refine corpus.model --strength 5 -o refined.model");
  command->callback([arguments] { run(*arguments); });
}

}  // namespace eigenlex::tool
