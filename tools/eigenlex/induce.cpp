#include <algorithm>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include "eigenlex/counts/counts_file.hpp"
#include "eigenlex/embedding/model.hpp"
#include "eigenlex/learn/induce_word.hpp"
#include "eigenlex/query/neighbours.hpp"

#include "commands.hpp"
#include "input_batches.hpp"
#include "options.hpp"
#include "questions.hpp"
#include "results.hpp"
#include "verify_option.hpp"

namespace eigenlex::tool {
namespace {

struct InduceArguments {
  std::string model;
  std::string counts;
  std::string word;
  RunSettings output;
  InductionOptions options;
  std::int32_t count = 10;
  ReadOptions read;
  bool json = false;
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
  if (arguments.json) {
    print_json_line({{"word", arguments.word},
                     {"occurrences", occurrences},
                     {"neighbours", neighbours_json(vocabulary, neighbours)}});
  } else {
    fmt::print("{}", neighbour_lines(arguments.word, vocabulary, neighbours));
  }
}

void run(const InduceArguments& arguments) {
  arguments.options.validate();
  NeighbourOptions{.count = arguments.count}.validate();
  const std::string& output = arguments.output.output;
  if (!output.empty()) check_output(arguments.output, PendingPath::Kind::kFolder, "model.json");
  const Embedding words = load_embedding(arguments.model, arguments.read);
  const InducedWord induced = induce_word(words, read_counts(arguments.counts, arguments.read),
                                          arguments.word, lines_of_input(), arguments.options);
  const auto neighbours = nearest(UnitTable(words.table), words.vocabulary, induced.vector, {},
                                  {.count = arguments.count});
  print(arguments, words.vocabulary, induced.occurrences, neighbours.front());
  if (output.empty()) return;
  write_model(
      {.words = with_word(words, arguments.word, induced), .contexts = {}, .singular_values = {}},
      output);
}

}  // namespace

void add_induce_command(CLI::App& app) {
  auto arguments = std::make_shared<InduceArguments>();
  CLI::App* command =
      app.add_subcommand("induce", "Make a vector for a new word from a few sentences");
  command->add_option("MODEL", arguments->model, "Model directory or file of vectors")->required();
  command->add_option("--word", arguments->word, "The new word")->required();
  command->add_option("--counts", arguments->counts, "Counts that the model was factorized from")
      ->required();
  command->add_option("--subsample", arguments->options.subsample,
                      "Share of all tokens above which a context counts less");
  command->add_option("-k,--count", arguments->count, "Number of neighbours to print");
  command->add_option("-o,--output", arguments->output.output,
                      "Model directory to write, the word added");
  command->add_flag("--force", arguments->output.force, "Replace an output that exists");
  add_verify_option(*command, arguments->read);
  command->add_flag("--json", arguments->json, "Print one object");
  command->footer(
      "Example:\n  eigenlex induce en.model --counts en.counts --word frabjous < sentences.txt");
  command->callback([arguments] { run(*arguments); });
}

}  // namespace eigenlex::tool
