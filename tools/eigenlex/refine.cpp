#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/parallel.hpp"
#include "eigenlex/counts/counts_file.hpp"
#include "eigenlex/counts/ppmi.hpp"
#include "eigenlex/embedding/model.hpp"
#include "eigenlex/learn/recipe.hpp"
#include "eigenlex/refine/kmeans.hpp"
#include "eigenlex/refine/shrink.hpp"

#include "commands.hpp"
#include "options.hpp"
#include "query_io.hpp"
#include "verify_option.hpp"

namespace eigenlex::tool {
namespace {

struct RefineArguments {
  std::string model;
  std::string counts;
  std::optional<double> strength;
  KMeansOptions kmeans{.clusters = 5000, .max_iterations = 20};
  RunSettings run;
  ReadOptions read;
};

/// The options of the weighting that the model was made with.
PpmiOptions ppmi_options(const Model& model) {
  const auto made = described_factorizing(model.description);
  if (!made) {
    throw FormatError("the model does not say how its counts were weighted: give --strength");
  }
  return made->ppmi;
}

std::vector<StrengthTrial> try_on_counts(const RefineArguments& arguments, const Model& model,
                                         const RowMatrix& centroids, Console& console) {
  const PpmiOptions options = ppmi_options(model);
  console.begin("read counts");
  const Counts counts = read_counts(arguments.counts, arguments.read);
  if (counts.vocabulary.words() != model.words.vocabulary.words()) {
    throw OptionError("--counts", arguments.counts, "must be the counts of the model's words");
  }
  console.end();
  console.begin("hold out");
  const Margins expected =
      expected_margins(counts.matrix, counts.vocabulary.counts(), options.subsample);
  auto trials = try_strengths(ppmi(counts.matrix, expected, options), model, centroids,
                              {.seed = arguments.kmeans.seed});
  console.end();
  return trials;
}

nlohmann::json describe(const RefineArguments& arguments, double strength,
                        const std::vector<StrengthTrial>& trials) {
  nlohmann::json description{{"classes", arguments.kmeans.clusters},
                             {"seed", arguments.kmeans.seed},
                             {"strength", strength}};
  for (const StrengthTrial& trial : trials) {
    description["held_out"].push_back({{"strength", trial.strength}, {"loss", trial.loss}});
  }
  return description;
}

void run(const RefineArguments& arguments) {
  if (arguments.strength.has_value() == !arguments.counts.empty()) {
    throw CLI::RequiredError("one of --counts COUNTS and --strength T");
  }
  arguments.kmeans.validate();
  check_output(arguments.run, PendingPath::Kind::kFolder, "model.json");
  const ThreadCount threads(threads_of(arguments.run));
  Console console(arguments.run.quiet);
  console.begin("read");
  Model model = read_model(arguments.model, arguments.read);
  console.end();
  const KMeansResult found = kmeans(model.words.table, arguments.kmeans, console.begin("cluster"));
  console.end();
  std::vector<StrengthTrial> trials;
  if (!arguments.strength) trials = try_on_counts(arguments, model, found.centroids, console);
  const double strength = arguments.strength ? *arguments.strength : best_strength(trials);
  model.words.table = shrink_to_classes(model.words.table, model.words.vocabulary.counts(),
                                        found.centroids, found.assignment.labels, strength);
  // The rows are no longer scaled singular vectors.
  model.exponent = std::nullopt;
  model.description["refine"] = describe(arguments, strength, trials);
  write_model(model, arguments.run.output);
  for (const StrengthTrial& trial : trials) {
    console.line("held out",
                 fmt::format("strength {:<5g} loss {:.5f}", trial.strength, trial.loss));
  }
  console.line("strength", fmt::to_string(strength));
  if (arguments.run.json) print_json_line(model.description["refine"]);
}

}  // namespace

void add_refine_command(CLI::App& app) {
  auto arguments = std::make_shared<RefineArguments>();
  CLI::App* command =
      app.add_subcommand("refine", "Pull the vectors of rare words towards their classes");
  command->add_option("MODEL", arguments->model, "Model directory")->required();
  command->add_option("-k,--classes", arguments->kmeans.clusters, "Number of classes")
      ->capture_default_str();
  command
      ->add_option("--counts", arguments->counts,
                   "Folder of the counts that the model was made from, to choose the strength by")
      ->option_text("COUNTS");
  command
      ->add_option("--strength", arguments->strength,
                   "Count at which a word is half its own vector and half its class's")
      ->option_text("T");
  command->add_option("--seed", arguments->kmeans.seed, "Seed of the random choices")
      ->capture_default_str();
  add_verify_option(*command, arguments->read);
  add_run_options(*command, arguments->run, "MODEL2");
  command->footer(
      "Examples:\n  eigenlex refine corpus.model --counts corpus.counts -o refined.model\n"
      "  eigenlex refine corpus.model --strength 5 -o refined.model");
  command->callback([arguments] { run(*arguments); });
}

}  // namespace eigenlex::tool
