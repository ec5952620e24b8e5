#include "eigenlex/learn/stability.hpp"

#include <memory>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "eigenlex/query/certainty.hpp"

#include "commands.hpp"
#include "fields.hpp"
#include "options.hpp"
#include "output.hpp"
#include "summary.hpp"

namespace eigenlex::tool {
namespace {

struct StabilityArguments {
  Settings settings;
  std::vector<std::string> corpus;
  StabilityOptions options;
};

/// How many neighbours are how sure.
struct SharesFound {
  std::int64_t all = 0;
  std::int64_t sure = 0;      ///< in nine of ten resamples at least
  std::int64_t doubtful = 0;  ///< in fewer than half

  explicit SharesFound(const Certainties& known) {
    for (std::size_t i = 0; i < known.ids.size(); ++i) {
      if (known.ids[i] < 0) continue;
      ++all;
      sure += known.known[i].share >= 0.9f ? 1 : 0;
      doubtful += known.known[i].share < 0.5f ? 1 : 0;
    }
  }
};

void run(StabilityArguments& arguments) {
  Settings& settings = arguments.settings;
  arguments.options.validate();
  settings.output = certainty_path(settings.model).string();
  check_output(settings, PendingPath::Kind::kFolder, "certainty.json");
  Console console(settings.quiet, &settings.notes);
  const Certainties known = stability(settings.model, arguments.corpus, arguments.options,
                                      resources_of(settings), console, settings.read);
  write_certainties(known, settings.model);
  const SharesFound found(known);
  console.line("sure", fmt::format("{} of {} neighbours are among the {} nearest in 9 of 10 "
                                   "resamples, {} in fewer than half",
                                   found.sure, found.all, known.neighbours, found.doubtful));
  console.line("next",
               fmt::format("eigenlex similar {} WORD --certainty", shell_quoted(settings.model)));
  if (settings.json) {
    print_json(settings, {{"resamples", known.resamples},
                          {"words", known.words},
                          {"neighbours", found.all},
                          {"sure", found.sure},
                          {"doubtful", found.doubtful}});
  }
}

}  // namespace

void add_stability_command(CLI::App& app) {
  auto arguments = std::make_shared<StabilityArguments>();
  Settings& settings = arguments->settings;
  StabilityOptions& options = arguments->options;
  CLI::App* command = app.add_subcommand(
      "stability", "Resample the text of a model to see how sure its neighbours are");
  add_model_option(*command, settings);
  command
      ->add_option("CORPUS", arguments->corpus,
                   "Text that the model was made of, if it is no longer where it was")
      ->option_text("...");
  add_field(*command, "--resamples", "StabilityOptions.resamples", options.resamples,
            "Resamples of the documents, each of which is trained on");
  add_field(*command, "--neighbours", "StabilityOptions.neighbours", options.neighbours,
            "Nearest words of each word that are followed");
  add_field(*command, "--words", "StabilityOptions.words", options.words,
            "Follow the neighbours of the N most frequent words only; 0 for all");
  add_field(*command, "--resample-seed", "StabilityOptions.seed", options.seed,
            "Seed of the resamples");
  command->add_flag("--force", settings.force, "Replace what an earlier run found");
  add_verify_option(*command, settings);
  add_threads_option(*command, settings);
  add_quiet_option(*command, settings);
  command->add_flag("--json", settings.json, "Print one object");
  command->footer("Example:\n  eigenlex stability models/gcide --resamples 20");
  command->callback([arguments] { run(*arguments); });
}

}  // namespace eigenlex::tool
