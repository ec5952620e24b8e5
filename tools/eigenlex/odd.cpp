#include <memory>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include "eigenlex/query/searcher.hpp"

#include "commands.hpp"
#include "query_io.hpp"
#include "verify_option.hpp"

namespace eigenlex::tool {
namespace {

struct OddArguments {
  std::string model;
  std::vector<std::string> words;
  bool subwords = false;
  ReadOptions read;
  bool json = false;
};

constexpr std::size_t kFewest = 3;

void print_json(const Searcher& searcher, const std::vector<std::string>& words,
                const std::vector<OddWord>& odd, const std::vector<std::string>& unknown) {
  auto similarities = nlohmann::ordered_json::array();
  for (const OddWord& word : odd) {
    similarities.push_back({{"word", word.word}, {"similarity", word.similarity}});
  }
  print_json_line({{"question", words},
                   {"odd", odd.empty() ? nlohmann::ordered_json(nullptr)
                                       : nlohmann::ordered_json(odd.front().word)},
                   {"similarities", std::move(similarities)},
                   {"unknown", unknown_json(searcher.vocabulary(), unknown)}});
}

/// Prints the word that fits least; whether all words have a vector.
bool answer(const OddArguments& arguments, const Searcher& searcher,
            const std::vector<std::string>& words) {
  const std::vector<std::string> unknown = unknown_of(searcher, words);
  std::vector<OddWord> odd;
  if (unknown.empty()) odd = searcher.odd_one_out(words);
  if (arguments.json) {
    print_json(searcher, words, odd, unknown);
  } else if (!odd.empty()) {
    fmt::print("{}\t{}\t{:.4f}\n", fmt::join(words, " "), odd.front().word, odd.front().similarity);
  } else {
    for (const std::string& word : unknown) report_unknown_word(searcher.vocabulary(), word);
  }
  return unknown.empty();
}

/// Answers the questions of the arguments, or of the standard input; whether all could be.
bool answer_all(const OddArguments& arguments, const Searcher& searcher) {
  if (!arguments.words.empty()) return answer(arguments, searcher, arguments.words);
  bool all_answered = true;
  InputBatches batches("odd");
  while (const auto lines = batches.next()) {
    for (const std::string& line : *lines) {
      const std::vector<std::string> words = words_of(line);
      const bool enough = words.size() >= kFewest;
      if (!enough) report_line(line, "expected three words or more a line");
      all_answered = enough && answer(arguments, searcher, words) && all_answered;
    }
    flush_results();
  }
  return all_answered;
}

void run(const OddArguments& arguments) {
  const Searcher searcher(arguments.model,
                          {.graph = false, .subwords = arguments.subwords, .read = arguments.read});
  if (!answer_all(arguments, searcher)) throw CLI::RuntimeError(1);
}

}  // namespace

void add_odd_command(CLI::App& app) {
  auto arguments = std::make_shared<OddArguments>();
  CLI::App* command = app.add_subcommand("odd", "Print the word that does not fit among others");
  command->add_option("MODEL", arguments->model, "Model directory or file of vectors")->required();
  command
      ->add_option("WORDS", arguments->words,
                   "Three words or more; without them, a question a line from the standard input, "
                   "the words between blanks or tabs")
      ->expected(kFewest, CLI::detail::expected_max_vector_size)
      ->option_text("A B C ...");
  command->add_flag("--subwords", arguments->subwords,
                    "Compose unknown words from their parts (see `eigenlex subwords`)");
  add_verify_option(*command, arguments->read);
  command->add_flag("--json", arguments->json, "Print an object a line");
  command->footer("Example:\n  eigenlex odd models/wiki17 breakfast cereal dinner lunch");
  command->callback([arguments] { run(*arguments); });
}

}  // namespace eigenlex::tool
