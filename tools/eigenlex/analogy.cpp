#include <array>
#include <memory>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "eigenlex/query/searcher.hpp"

#include "commands.hpp"
#include "objective_option.hpp"
#include "questions.hpp"

namespace eigenlex::tool {
namespace {

struct AnalogyArguments {
  AskArguments asked;
  AnalogyOptions options;
};

Reply reply_of(const Words& question, const Answer& answer, const Vocabulary& vocabulary,
               bool json) {
  if (!json) {
    return {.text = neighbour_lines(fmt::format("{}", fmt::join(question, " ")), vocabulary,
                                    answer.neighbours),
            .unknown = answer.unknown};
  }
  return {.object = {{"question", question},
                     {"answers", neighbours_json(vocabulary, answer.neighbours)},
                     {"unknown", unknown_json(vocabulary, answer.unknown)}},
          .unknown = answer.unknown};
}

void run(const AnalogyArguments& arguments) {
  const AskArguments& asked = arguments.asked;
  arguments.options.validate();
  const Searcher searcher(
      asked.model, {.graph = false, .many_questions = asked.words.empty(), .read = asked.read});
  const auto answer = [&](const std::vector<Words>& questions) {
    std::vector<std::array<std::string, 3>> triples;
    for (const Words& words : questions) triples.push_back({words[0], words[1], words[2]});
    const std::vector<Answer> answers = searcher.analogies(triples, arguments.options);
    std::vector<Reply> replies;
    for (std::size_t i = 0; i < answers.size(); ++i) {
      replies.push_back(reply_of(questions[i], answers[i], searcher.vocabulary(), asked.json));
    }
    return replies;
  };
  answer_questions(asked, {.prompt = "analogy", .fewest = 3, .most = 3, .expected = "three words"},
                   searcher.vocabulary(), answer);
}

}  // namespace

void add_analogy_command(CLI::App& app) {
  auto arguments = std::make_shared<AnalogyArguments>();
  CLI::App* command = app.add_subcommand("analogy", "Answer: A is to B as C is to ?");
  command->add_option("-k,--count", arguments->options.count, "Number of answers to a question");
  add_objective_option(*command, arguments->options.objective);
  command->add_option("--restrict", arguments->options.restrict_to,
                      "Answer with the N most frequent words only; 0 for all");
  add_ask_options(*command, arguments->asked, "WORDS",
                  "The question; without it, three words a line from the standard input")
      ->expected(3)
      ->option_text("A B C");
  command->footer("Example:\n  eigenlex analogy models/wiki17 man king woman -k 5");
  command->callback([arguments] { run(*arguments); });
}

}  // namespace eigenlex::tool
