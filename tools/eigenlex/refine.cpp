#include <memory>
#include <optional>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "eigenlex/core/parallel.hpp"
#include "eigenlex/counts/counts_file.hpp"
#include "eigenlex/embedding/model.hpp"
#include "eigenlex/learn/refine_rare_words.hpp"

#include "commands.hpp"
#include "fields.hpp"
#include "options.hpp"
#include "output.hpp"

namespace eigenlex::tool {
namespace {

struct RefineArguments {
  std::string counts;
  std::optional<double> strength;
  KMeansOptions kmeans = kClassesOfRareWords;
  Settings settings;
};

Model refined(const RefineArguments& arguments, Console& console) {
  const Settings& settings = arguments.settings;
  Model model = console.stage("read", [&] { return read_model(settings.model, settings.read); });
  if (arguments.strength) {
    return refine_rare_words(std::move(model), *arguments.strength, arguments.kmeans, console);
  }
  const Counts counts =
      console.stage("read counts", [&] { return read_counts(arguments.counts, settings.read); });
  return refine_rare_words(std::move(model), counts, arguments.kmeans, console);
}

void run(const RefineArguments& arguments) {
  const Settings& settings = arguments.settings;
  if (arguments.strength.has_value() == !arguments.counts.empty()) {
    throw CLI::RequiredError("one of --counts COUNTS and --strength T");
  }
  arguments.kmeans.validate();
  check_output(settings, PendingPath::Kind::kFolder, "model.json");
  const ThreadCount threads(threads_of(settings));
  Console console(settings.quiet);
  const Model model = refined(arguments, console);
  console.stage("write", [&] { write_model(model, settings.output); });
  const nlohmann::json& made = model.description.at("refine");
  for (const nlohmann::json& trial : made.value("held_out", nlohmann::json::array())) {
    console.line("held out",
                 fmt::format("strength {:<5g} loss {:.5f}", trial.at("strength").get<double>(),
                             trial.at("loss").get<double>()));
  }
  console.line("strength", fmt::to_string(made.at("strength").get<double>()));
  if (settings.json) print_json(settings, made);
}

}  // namespace

void add_refine_command(CLI::App& app) {
  auto arguments = std::make_shared<RefineArguments>();
  CLI::App* command =
      app.add_subcommand("refine", "Pull the vectors of rare words towards their classes");
  add_model_option(*command, arguments->settings);
  add_field(*command, "-k,--classes", "KMeansOptions.clusters", arguments->kmeans.clusters,
            "Number of classes");
  add_field(*command, "--counts", "counts", arguments->counts,
            "Folder of the counts that the model was made from, to choose the strength by")
      ->option_text("COUNTS");
  add_field(*command, "--strength", "strength", arguments->strength,
            "Count at which a word is half its own vector and half its class's")
      ->option_text("T");
  add_field(*command, "--seed", "KMeansOptions.seed", arguments->kmeans.seed,
            "Seed of the random choices");
  add_verify_option(*command, arguments->settings);
  add_run_options(*command, arguments->settings, "MODEL2");
  command->footer(
      "Examples:\n  eigenlex refine corpus.model --counts corpus.counts -o refined.model\n"
      "  eigenlex refine corpus.model --strength 5 -o refined.model");
  command->callback([arguments] { run(*arguments); });
}

}  // namespace eigenlex::tool
