#include <algorithm>
#include <memory>
#include <string>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/file.hpp"
#include "eigenlex/core/parallel.hpp"
#include "eigenlex/embedding/companion.hpp"
#include "eigenlex/embedding/model.hpp"
#include "eigenlex/learn/kept_map.hpp"
#include "eigenlex/refine/word_map_file.hpp"

#include "commands.hpp"
#include "fields.hpp"
#include "map_page.hpp"
#include "options.hpp"
#include "output.hpp"

namespace eigenlex::tool {
namespace {

struct MapArguments {
  std::string page;
  WordMapOptions options;
  Settings settings;
};

void check_outputs(const MapArguments& arguments) {
  Settings settings = arguments.settings;
  if (!settings.output.empty()) check_output(settings, PendingPath::Kind::kFile);
  settings.output = arguments.page;
  if (arguments.page == kStandardOutput) {
    throw OptionError("--page", arguments.page, "must be a file");
  }
  if (!arguments.page.empty()) check_output(settings, PendingPath::Kind::kFile);
}

void write_page(const std::string& path, const WordMap& map, const Vocabulary& words) {
  PendingPath pending(path, PendingPath::Kind::kFile);
  OutputFile file(pending.path());
  file.write(map_page(map, words));
  file.close();
  pending.commit();
}

void print_summary(const WordMap& map, const Vocabulary& words, const std::string& model) {
  fmt::print("{}: {} words in {} classes\n", companion_path(model, "map").string(),
             map.places.rows(), map.classes.size());
  fmt::print("class   size  cohesion        x        y  name\n");
  for (std::size_t i = 0; i < map.classes.size(); ++i) {
    const MapClass& each = map.classes[i];
    fmt::print("{:>5}  {:>5}  {:>8.3f}  {:>7.1f}  {:>7.1f}  {}\n", i, each.size, each.cohesion,
               each.place[0], each.place[1], class_name(each, words));
  }
}

void run(MapArguments& arguments) {
  Settings& settings = arguments.settings;
  arguments.options.validate();
  check_outputs(arguments);
  const ThreadCount threads(threads_of(settings));
  Console console(settings.quiet, settings.json ? &settings.notes : nullptr);
  const Embedding embedding =
      console.stage("read", [&] { return load_embedding(settings.model, settings.read); });
  const Vocabulary& words = embedding.vocabulary;
  const WordMap map =
      open_or_make_map(settings.model, embedding, arguments.options, settings.read, console);
  if (!settings.output.empty()) {
    write_file(settings, [&](const std::string& path) { write_word_map_lines(map, words, path); });
  }
  if (!arguments.page.empty()) write_page(arguments.page, map, words);
  if (map.perplexity < arguments.options.layout.perplexity) {
    console.line("perplexity", fmt::format("lowered to {:.4g}, as there are {} words",
                                           map.perplexity, words.size()));
  }
  if (settings.json) {
    print_json(settings, to_json(map, words));
  } else if (!settings.quiet && settings.output != kStandardOutput) {
    print_summary(map, words, settings.model);
  }
}

}  // namespace

void add_map_command(CLI::App& app) {
  auto arguments = std::make_shared<MapArguments>();
  WordMapOptions& options = arguments->options;
  CLI::App* command =
      app.add_subcommand("map", "Lay all words out in the plane, near words near each other");
  add_model_option(*command, arguments->settings);
  add_run_options(*command, arguments->settings, "FILE");
  command->get_option("--output")->required(false);
  command
      ->add_option("--page", arguments->page,
                   "Write a page that draws the map, to be opened in any browser")
      ->option_text("HTML");
  add_field(*command, "--perplexity", "TsneOptions.perplexity", options.layout.perplexity,
            "Neighbours that count for a word; fewer where the words are few");
  add_field(*command, "--iterations", "TsneOptions.iterations", options.layout.iterations,
            "Steps of the layout");
  add_field(*command, "--theta", "TsneOptions.theta", options.layout.theta,
            "How coarsely far words are taken together; 0 for not at all");
  add_field(*command, "-k,--classes", "KMeansOptions.clusters", options.classes.clusters,
            "Number of classes that words are coloured by");
  add_field(*command, "--seed", "KMeansOptions.seed", options.classes.seed,
            "Seed of the random start of the classes");
  add_verify_option(*command, arguments->settings);
  command->footer("Example:\n  eigenlex map corpus.model -o map.tsv --page map.html");
  command->callback([arguments] { run(*arguments); });
}

}  // namespace eigenlex::tool
