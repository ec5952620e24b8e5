#include <array>
#include <memory>
#include <string>
#include <vector>

#include "eigenlex/query/searcher.hpp"

#include "commands.hpp"
#include "fields.hpp"
#include "questions.hpp"

namespace eigenlex::tool {
namespace {

struct AnalogyArguments {
  AskArguments asked;
  AnalogyOptions options;
};

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
      replies.push_back(
          reply_of(answers[i], questions[i], "answers", searcher.vocabulary(), asked.json));
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
  AnalogyOptions& options = arguments->options;
  add_field(*command, "-k,--count", "AnalogyOptions.count", options.count,
            "Number of answers to a question");
  add_field(*command, "--objective", "AnalogyOptions.objective", options.objective,
            "How cosines make a score: 3CosAdd or 3CosMul");
  add_field(*command, "--restrict", "AnalogyOptions.restrict_to", options.restrict_to,
            "Answer with the N most frequent words only; 0 for all");
  add_ask_options(*command, arguments->asked, "WORDS",
                  "The question; without it, three words a line from the standard input")
      ->expected(3)
      ->option_text("A B C");
  command->footer("Example:\n  eigenlex analogy models/wiki17 man king woman -k 5");
  command->callback([arguments] { run(*arguments); });
}

}  // namespace eigenlex::tool
