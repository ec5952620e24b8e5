#include "eigenlex/evaluate/weat.hpp"

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "eigenlex/query/searcher.hpp"
#include "eigenlex/text/word_file.hpp"

#include "commands.hpp"
#include "fields.hpp"
#include "options.hpp"
#include "output.hpp"

namespace eigenlex::tool {
namespace {

struct WeatArguments {
  std::vector<std::string> targets;
  std::vector<std::string> attributes;
  WeatOptions options;
  Settings settings;
};

void print_words(const std::string& path, const KnownWords& words) {
  fmt::print(
      "{}: {} words{}{}\n", path, words.used.size(),
      words.missing.empty() ? "" : "; not in the vocabulary: ", fmt::join(words.missing, " "));
}

void run(WeatArguments& arguments) {
  Settings& settings = arguments.settings;
  arguments.options.validate();
  const WeatWords words{.first_target = read_word_file(arguments.targets[0]),
                        .second_target = read_word_file(arguments.targets[1]),
                        .first_attribute = read_word_file(arguments.attributes[0]),
                        .second_attribute = read_word_file(arguments.attributes[1])};
  const Searcher searcher(settings.model, {.graph = false, .read = settings.read});
  const WeatScore score = weat(searcher.units(), searcher.vocabulary(), words, arguments.options);
  if (settings.json) {
    nlohmann::ordered_json result{{"model", settings.model}};
    result.update(to_json(score));
    print_json(settings, std::move(result));
    return;
  }
  print_words(arguments.targets[0], score.first_target);
  print_words(arguments.targets[1], score.second_target);
  print_words(arguments.attributes[0], score.first_attribute);
  print_words(arguments.attributes[1], score.second_attribute);
  if (!score.effect_size) {
    fmt::print("effect size -\n");
    return;
  }
  fmt::print("effect size {:.3f}\np {:.3g}, one-sided, {} {} partitions\n", *score.effect_size,
             *score.p_value, score.exact ? "of all" : "of", score.partitions);
}

}  // namespace

void add_weat_command(CLI::App& app) {
  auto arguments = std::make_shared<WeatArguments>();
  WeatOptions& options = arguments->options;
  CLI::App* command = app.add_subcommand(
      "weat", "Test whether one set of words is nearer to some words than another set is");
  add_model_option(*command, arguments->settings);
  const auto add_files = [&](const char* name, std::vector<std::string>& files, const char* text) {
    command->add_option(name, files, text)->required()->expected(2)->option_text("FILE FILE");
  };
  add_files("--targets", arguments->targets, "Files of the two sets of words, a word a line");
  add_files("--attributes", arguments->attributes, "Files of the words that they may be near to");
  add_field(*command, "--exact-up-to", "WeatOptions.exact_up_to", options.exact_up_to,
            "Look at all partitions of the sets if they are no more than so many");
  add_field(*command, "--samples", "WeatOptions.samples", options.samples,
            "Partitions drawn where they are more");
  add_field(*command, "--seed", "WeatOptions.seed", options.seed, "Seed of the draw");
  add_verify_option(*command, arguments->settings);
  command->add_flag("--json", arguments->settings.json, "Print one object");
  command->footer(
      "Example:\n  eigenlex weat models/wiki17 --targets flowers.txt insects.txt --attributes "
      "pleasant.txt unpleasant.txt");
  command->callback([arguments] { run(*arguments); });
}

}  // namespace eigenlex::tool
