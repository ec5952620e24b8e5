#include <memory>

#include <fmt/format.h>

#include "eigenlex/embedding/companion.hpp"
#include "eigenlex/query/build_index.hpp"

#include "commands.hpp"
#include "fields.hpp"
#include "options.hpp"
#include "output.hpp"

namespace eigenlex::tool {
namespace {

struct IndexArguments {
  HnswOptions options;
  Settings settings;
};

void run(const IndexArguments& arguments) {
  const Settings& settings = arguments.settings;
  Console console(settings.quiet || settings.json);
  const MeasuredIndex built =
      build_index_beside(settings.model, arguments.options, settings.read, console);
  const std::string path = companion_path(settings.model, "index").string();
  if (settings.json) {
    nlohmann::ordered_json result{{"index", path}};
    result.update(to_json(built));
    print_json(settings, std::move(result));
    return;
  }
  fmt::print("{}: {} words, built in {:.1f} s, recall@10 {:.1f} %, {:.3f} ms a query\n", path,
             built.index.graph.size(), built.build_seconds, 100 * built.index.recall,
             built.query_milliseconds);
}

}  // namespace

void add_index_command(CLI::App& app) {
  auto arguments = std::make_shared<IndexArguments>();
  HnswOptions& options = arguments->options;
  CLI::App* command =
      app.add_subcommand("index", "Build an index for approximate, quicker nearest words");
  add_model_option(*command, arguments->settings);
  add_field(*command, "--links", "HnswOptions.links", options.links,
            "Links of a word on upper levels");
  add_field(*command, "--build-effort", "HnswOptions.build_effort", options.build_effort,
            "Words looked at to choose the links of one");
  add_field(*command, "--seed", "HnswOptions.seed", options.seed, "Seed of the levels");
  add_verify_option(*command, arguments->settings);
  add_quiet_option(*command, arguments->settings);
  command->add_flag("--json", arguments->settings.json, "Print one object");
  command->footer("Example:\n  eigenlex index models/gcide");
  command->callback([arguments] { run(*arguments); });
}

}  // namespace eigenlex::tool
