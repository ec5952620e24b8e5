#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "eigenlex/query/searcher.hpp"

#include "commands.hpp"
#include "query_io.hpp"
#include "verify_option.hpp"

namespace eigenlex::tool {
namespace {

struct PairArguments {
  std::string model;
  std::vector<std::string> words;
  bool subwords = false;
  ReadOptions read;
  bool json = false;
};

/// Prints the cosine of two words; whether both have a vector.
bool answer(const PairArguments& arguments, const Searcher& searcher,
            const std::vector<std::string>& pair) {
  const std::optional<double> similarity = searcher.similarity(pair[0], pair[1]);
  const std::vector<std::string> unknown = unknown_of(searcher, pair);
  if (arguments.json) {
    print_json_line({{"first", pair[0]},
                     {"second", pair[1]},
                     {"similarity", similarity ? nlohmann::ordered_json(*similarity)
                                               : nlohmann::ordered_json(nullptr)},
                     {"unknown", unknown_json(searcher.vocabulary(), unknown)}});
  } else if (similarity) {
    fmt::print("{}\t{}\t{:.4f}\n", pair[0], pair[1], *similarity);
  } else {
    for (const std::string& word : unknown) report_unknown_word(searcher.vocabulary(), word);
  }
  return similarity.has_value();
}

/// Answers the questions of the arguments, or of the standard input; whether all could be.
bool answer_all(const PairArguments& arguments, const Searcher& searcher) {
  if (!arguments.words.empty()) return answer(arguments, searcher, arguments.words);
  bool all_answered = true;
  InputBatches batches("pair");
  while (const auto lines = batches.next()) {
    for (const std::string& line : *lines) {
      const std::vector<std::string> pair = words_of(line);
      if (pair.size() != 2) report_line(line, "expected two words a line");
      all_answered = pair.size() == 2 && answer(arguments, searcher, pair) && all_answered;
    }
    flush_results();
  }
  return all_answered;
}

void run(const PairArguments& arguments) {
  const Searcher searcher(arguments.model,
                          {.graph = false, .subwords = arguments.subwords, .read = arguments.read});
  if (!answer_all(arguments, searcher)) throw CLI::RuntimeError(1);
}

}  // namespace

void add_pair_command(CLI::App& app) {
  auto arguments = std::make_shared<PairArguments>();
  CLI::App* command = app.add_subcommand("pair", "Print how similar two words are");
  command->add_option("MODEL", arguments->model, "Model directory or file of vectors")->required();
  command
      ->add_option("WORDS", arguments->words,
                   "Two words; without them, two a line from the standard input, between blanks or "
                   "a tab")
      ->expected(2)
      ->option_text("A B");
  command->add_flag("--subwords", arguments->subwords,
                    "Compose unknown words from their parts (see `eigenlex subwords`)");
  add_verify_option(*command, arguments->read);
  command->add_flag("--json", arguments->json, "Print an object a line");
  command->footer("Example:\n  eigenlex pair models/wiki17 king queen");
  command->callback([arguments] { run(*arguments); });
}

}  // namespace eigenlex::tool
