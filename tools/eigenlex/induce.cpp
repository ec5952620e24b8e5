#include <algorithm>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

#include <fmt/core.h>

#include "eigenlex/core/parallel.hpp"
#include "eigenlex/counts/counts_file.hpp"
#include "eigenlex/embedding/model.hpp"
#include "eigenlex/learn/induce_word.hpp"
#include "eigenlex/query/neighbours.hpp"

#include "commands.hpp"
#include "fields.hpp"
#include "input_batches.hpp"
#include "output.hpp"
#include "questions.hpp"

namespace eigenlex::tool {
namespace {

struct InduceArguments {
  std::string counts;
  std::string word;
  InductionOptions options;
  NeighbourOptions neighbours;
  Settings settings;
};

std::vector<std::string> lines_of_input() {
  std::vector<std::string> all;
  InputBatches batches("sentence");
  while (auto lines = batches.next()) {
    std::move(lines->begin(), lines->end(), std::back_inserter(all));
  }
  return all;
}

void print(const InduceArguments& arguments, const Vocabulary& vocabulary, std::int64_t occurrences,
           const std::vector<Neighbour>& neighbours) {
  if (!arguments.settings.json) {
    fmt::print("{}", neighbour_lines(arguments.word, vocabulary, neighbours));
    return;
  }
  print_json(arguments.settings, {{"word", arguments.word},
                                  {"occurrences", occurrences},
                                  {"neighbours", neighbours_json(vocabulary, neighbours)}});
}

void run(const InduceArguments& arguments) {
  const Settings& settings = arguments.settings;
  arguments.options.validate();
  arguments.neighbours.validate();
  const bool writes = !settings.output.empty();
  if (writes) check_output(settings, PendingPath::Kind::kFolder, "model.json");
  Console console(settings.quiet || settings.json);
  const Embedding words =
      console.stage("read", [&] { return load_embedding(settings.model, settings.read); });
  const Counts counts =
      console.stage("read counts", [&] { return read_counts(arguments.counts, settings.read); });
  const std::vector<std::string> sentences = lines_of_input();
  const InducedWord induced = console.stage("induce", [&] {
    return induce_word(words, counts, arguments.word, sentences, arguments.options);
  });
  const auto neighbours =
      nearest(UnitTable(words.table), words.vocabulary, induced.vector, {}, arguments.neighbours);
  print(arguments, words.vocabulary, induced.occurrences, neighbours.front());
  if (!writes) return;
  write_model(
      {.words = with_word(words, arguments.word, induced), .contexts = {}, .singular_values = {}},
      settings.output);
}

}  // namespace

void add_induce_command(CLI::App& app) {
  auto arguments = std::make_shared<InduceArguments>();
  Settings& settings = arguments->settings;
  CLI::App* command =
      app.add_subcommand("induce", "Make a vector for a new word from a few sentences");
  add_model_option(*command, settings);
  add_field(*command, "--word", "word", arguments->word, "The new word")->required();
  add_field(*command, "--counts", "counts", arguments->counts,
            "Counts that the model was factorized from")
      ->required();
  add_field(*command, "--subsample", "InductionOptions.subsample", arguments->options.subsample,
            "Share of all tokens above which a context counts less");
  add_field(*command, "-k,--count", "NeighbourOptions.count", arguments->neighbours.count,
            "Number of neighbours to print");
  add_output_options(*command, settings, "MODEL2")
      ->required(false)
      ->description("Model directory to write, the word added");
  add_verify_option(*command, settings);
  add_quiet_option(*command, settings);
  command->add_flag("--json", settings.json, "Print one object");
  command->footer(
      "Example:\n  eigenlex induce en.model --counts en.counts --word frabjous < sentences.txt");
  command->callback([arguments] { run(*arguments); });
}

}  // namespace eigenlex::tool
