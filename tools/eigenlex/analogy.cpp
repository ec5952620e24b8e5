#include <array>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include "eigenlex/query/searcher.hpp"

#include "commands.hpp"
#include "objective_option.hpp"
#include "query_io.hpp"
#include "verify_option.hpp"

namespace eigenlex::tool {
namespace {

using Triple = std::array<std::string, 3>;

struct AnalogyArguments {
  std::string model;
  std::vector<std::string> words;
  AnalogyOptions options;
  ReadOptions read;
  bool json = false;
};

/// The three words of a line; nothing, and a message on stderr, where there are more or fewer.
std::optional<Triple> read_question(const std::string& line) {
  const std::vector<std::string> words = words_of(line);
  if (words.size() == 3) return Triple{words[0], words[1], words[2]};
  report_line(line, "expected three words a line");
  return std::nullopt;
}

void print_answer(const AnalogyArguments& arguments, const Vocabulary& vocabulary,
                  const Triple& question, const Answer& answer) {
  if (arguments.json) {
    print_json_line({{"question", question},
                     {"answers", neighbours_json(vocabulary, answer.neighbours)},
                     {"unknown", unknown_json(vocabulary, answer.unknown)}});
    return;
  }
  print_neighbours(fmt::format("{}", fmt::join(question, " ")), vocabulary, answer.neighbours);
  for (const std::string& word : answer.unknown) report_unknown_word(vocabulary, word);
}

/// Answers in the order asked; whether all words were known.
bool answer(const AnalogyArguments& arguments, const Searcher& searcher,
            const std::vector<Triple>& questions) {
  const std::vector<Answer> answers = searcher.analogies(questions, arguments.options);
  bool all_known = true;
  for (std::size_t i = 0; i < questions.size(); ++i) {
    print_answer(arguments, searcher.vocabulary(), questions[i], answers[i]);
    all_known = all_known && answers[i].unknown.empty();
  }
  flush_results();
  return all_known;
}

void run(const AnalogyArguments& arguments) {
  arguments.options.validate();
  const Searcher searcher(
      arguments.model,
      {.graph = false, .many_questions = arguments.words.empty(), .read = arguments.read});
  bool all_answered = true;
  if (!arguments.words.empty()) {
    const auto& words = arguments.words;
    all_answered = answer(arguments, searcher, {{words[0], words[1], words[2]}});
  } else {
    InputBatches batches("analogy");
    while (const auto lines = batches.next()) {
      std::vector<Triple> questions;
      for (const std::string& line : *lines) {
        if (const auto question = read_question(line)) questions.push_back(*question);
      }
      all_answered = questions.size() == lines->size() && all_answered;
      all_answered = answer(arguments, searcher, questions) && all_answered;
    }
  }
  if (!all_answered) throw CLI::RuntimeError(1);
}

}  // namespace

void add_analogy_command(CLI::App& app) {
  auto arguments = std::make_shared<AnalogyArguments>();
  CLI::App* command = app.add_subcommand("analogy", "Answer: A is to B as C is to ?");
  command->add_option("MODEL", arguments->model, "Model directory or file of vectors")->required();
  command
      ->add_option("WORDS", arguments->words,
                   "The question; without it, three words a line from the standard input")
      ->expected(3)
      ->option_text("A B C");
  command->add_option("-k,--count", arguments->options.count, "Number of answers to a question")
      ->capture_default_str();
  add_objective_option(*command, arguments->options.objective);
  command
      ->add_option("--restrict", arguments->options.restrict_to,
                   "Answer with the N most frequent words only; 0 for all")
      ->capture_default_str();
  add_verify_option(*command, arguments->read);
  command->add_flag("--json", arguments->json, "Print an object a line");
  command->footer("Example:\n  eigenlex analogy models/wiki17 man king woman -k 5");
  command->callback([arguments] { run(*arguments); });
}

}  // namespace eigenlex::tool
