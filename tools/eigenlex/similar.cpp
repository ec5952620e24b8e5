#include <memory>
#include <string>
#include <vector>

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include "eigenlex/query/neighbours.hpp"
#include "eigenlex/query/spelling.hpp"

#include "commands.hpp"
#include "query_io.hpp"

namespace eigenlex::tool {
namespace {

constexpr std::int32_t kCloseSpellings = 5;

struct SimilarArguments {
  std::string model;
  std::vector<std::string> words;
  std::string table = "rows";
  std::int32_t count = 10;
  bool json = false;
};

void print_answer(const SimilarArguments& arguments, const Vocabulary& vocabulary,
                  const std::string& word, const std::vector<Neighbour>& neighbours) {
  if (arguments.json) {
    print_json_line({{"word", word}, {"neighbours", neighbours_json(vocabulary, neighbours)}});
    return;
  }
  if (arguments.words.size() != 1) fmt::print("{}:\n", word);
  print_neighbours(vocabulary, neighbours);
}

void print_unknown(const SimilarArguments& arguments, const Vocabulary& vocabulary,
                   const std::string& word) {
  report_unknown_word(vocabulary, word);
  if (!arguments.json) return;
  // Programs get a line for each word they ask about.
  print_json_line({{"word", word}, {"close", close_spellings(vocabulary, word, kCloseSpellings)}});
}

/// Answers in the order asked; whether all words were known.
bool answer(const SimilarArguments& arguments, const SearchableModel& model,
            const std::vector<std::string>& words) {
  std::vector<std::int32_t> known;
  for (const std::string& word : words) {
    if (const auto id = model.vocabulary.find(word)) known.push_back(*id);
  }
  const auto found =
      nearest_words(model.units, model.vocabulary, known, {.count = arguments.count});
  auto neighbours = found.begin();
  for (const std::string& word : words) {
    if (model.vocabulary.find(word)) {
      print_answer(arguments, model.vocabulary, word, *neighbours++);
    } else {
      print_unknown(arguments, model.vocabulary, word);
    }
  }
  flush_results();
  return known.size() == words.size();
}

void run(const SimilarArguments& arguments) {
  NeighbourOptions{.count = arguments.count}.validate();
  const SearchableModel model = arguments.table == "columns"
                                    ? load_searchable_columns(arguments.model)
                                    : load_searchable(arguments.model);
  bool all_known = true;
  if (!arguments.words.empty()) {
    all_known = answer(arguments, model, arguments.words);
  } else {
    InputBatches batches;
    while (const auto words = batches.next()) {
      all_known = answer(arguments, model, *words) && all_known;
    }
  }
  if (!all_known) throw CLI::RuntimeError(1);
}

}  // namespace

void add_similar_command(CLI::App& app) {
  auto arguments = std::make_shared<SimilarArguments>();
  CLI::App* command = app.add_subcommand("similar", "Print the words nearest to given words");
  command->add_option("MODEL", arguments->model, "Model directory or file of vectors")->required();
  command->add_option("WORD", arguments->words,
                      "Words to ask about; without any, one a line from the standard input");
  command->add_option("-k,--count", arguments->count, "Number of neighbours for each word")
      ->capture_default_str();
  command
      ->add_option("--table", arguments->table,
                   "Of the model of a matrix: compare its rows or its columns")
      ->check(CLI::IsMember({"rows", "columns"}))
      ->option_text("rows|columns [rows]");
  command->add_flag("--json", arguments->json, "Print an object a line");
  command->footer(
      "Examples:\n  eigenlex similar models/gcide water fire -k 5\n"
      "  eigenlex similar films.model Casablanca --table columns");
  command->callback([arguments] { run(*arguments); });
}

}  // namespace eigenlex::tool
