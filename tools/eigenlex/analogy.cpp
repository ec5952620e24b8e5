#include "eigenlex/query/analogy.hpp"

#include <array>
#include <memory>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "eigenlex/core/error.hpp"

#include "commands.hpp"
#include "objective_option.hpp"
#include "query_io.hpp"
#include "verify_option.hpp"

namespace eigenlex::tool {
namespace {

using Question = std::array<std::string, 3>;

struct AnalogyArguments {
  std::string model;
  std::vector<std::string> words;
  AnalogyOptions options;
  ReadOptions read;
  bool json = false;
};

/// The three words of a line; nothing, and a message on stderr, where there are more or fewer.
std::optional<Question> parse_question(const std::string& line) {
  std::istringstream in(line);
  Question question;
  std::string rest;
  if (in >> question[0] >> question[1] >> question[2] && !(in >> rest)) return question;
  flush_results();
  fmt::print(stderr, "eigenlex: \"{}\": expected three words a line\n", line);
  return std::nullopt;
}

/// The ids of a question's words; nothing, and a word on stderr, where one is unknown.
std::optional<AnalogyQuestion> look_up(const Vocabulary& vocabulary, const Question& question) {
  std::array<std::int32_t, 3> ids{};
  bool all_known = true;
  for (std::size_t i = 0; i < ids.size(); ++i) {
    if (const auto id = vocabulary.find(question[i])) {
      ids[i] = *id;
    } else {
      report_unknown_word(vocabulary, question[i]);
      all_known = false;
    }
  }
  if (!all_known) return std::nullopt;
  return AnalogyQuestion{ids[0], ids[1], ids[2]};
}

void print_answer(const AnalogyArguments& arguments, const Vocabulary& vocabulary,
                  const Question& question, const std::vector<Neighbour>* answers) {
  if (arguments.json) {
    nlohmann::ordered_json object{{"question", question}};
    if (answers != nullptr) object["answers"] = neighbours_json(vocabulary, *answers);
    print_json_line(object);
  } else if (answers != nullptr) {
    if (arguments.words.empty()) fmt::print("{}:\n", fmt::join(question, " "));
    print_neighbours(vocabulary, *answers);
  }
}

/// Answers in the order asked; whether all words were known.
bool answer(const AnalogyArguments& arguments, const SearchableModel& model,
            const std::vector<Question>& questions) {
  std::vector<std::optional<AnalogyQuestion>> asked;
  std::vector<AnalogyQuestion> known;
  for (const Question& question : questions) {
    asked.push_back(look_up(model.vocabulary, question));
    if (asked.back()) known.push_back(*asked.back());
  }
  const auto found = solve_analogies(model.units, model.vocabulary, known, arguments.options);
  auto answers = found.begin();
  for (std::size_t i = 0; i < questions.size(); ++i) {
    print_answer(arguments, model.vocabulary, questions[i], asked[i] ? &*answers++ : nullptr);
  }
  flush_results();
  return known.size() == questions.size();
}

void run(const AnalogyArguments& arguments) {
  arguments.options.validate();
  const SearchableModel model = load_searchable(arguments.model, arguments.read);
  bool all_answered = true;
  if (!arguments.words.empty()) {
    const auto& words = arguments.words;
    all_answered = answer(arguments, model, {{words[0], words[1], words[2]}});
  } else {
    InputBatches batches;
    while (const auto lines = batches.next()) {
      std::vector<Question> questions;
      for (const std::string& line : *lines) {
        if (const auto question = parse_question(line)) questions.push_back(*question);
      }
      all_answered = questions.size() == lines->size() && all_answered;
      all_answered = answer(arguments, model, questions) && all_answered;
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
