#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "eigenlex/query/axis.hpp"

#include "commands.hpp"
#include "fields.hpp"
#include "output.hpp"
#include "questions.hpp"

namespace eigenlex::tool {
namespace {

struct ProjectArguments {
  AskArguments asked;
  std::vector<AxisEnds> axis;
  NeighbourOptions options;
};

void print_extremes(const AxisExtremes& extremes, const Vocabulary& vocabulary,
                    const AskArguments& asked) {
  if (asked.json) {
    print_json(asked,
               {{"first", neighbours_json(vocabulary, extremes.first, "word", "position")},
                {"second", neighbours_json(vocabulary, extremes.second, "word", "position")}});
    return;
  }
  const auto print = [&](const Neighbour& one) {
    fmt::print("{}\t{:.4f}\n", vocabulary.word(one.id), one.similarity);
  };
  // From one end to the other.
  for (const Neighbour& one : extremes.first) print(one);
  for (auto one = extremes.second.rbegin(); one != extremes.second.rend(); ++one) print(*one);
}

Reply reply_to(const std::string& word, const Projection& projection, const Vocabulary& vocabulary,
               bool json) {
  Reply reply;
  if (!projection.known) reply.unknown.push_back(word);
  if (json) {
    reply.object = {{"question", word},
                    {"position", nullptr},
                    {"unknown", unknown_json(vocabulary, reply.unknown)}};
    if (projection.known) reply.object["position"] = projection.position;
  } else if (projection.known) {
    reply.text = fmt::format("{}\t{:.4f}\n", word, projection.position);
  }
  return reply;
}

void run(const ProjectArguments& arguments) {
  const AskArguments& asked = arguments.asked;
  arguments.options.validate();
  const Searcher searcher(asked.model,
                          {.graph = false, .subwords = asked.subwords, .read = asked.read});
  const SemanticAxis axis = semantic_axis(searcher, arguments.axis);
  if (asked.words.empty()) {
    print_extremes(axis_extremes(searcher, axis, arguments.options), searcher.vocabulary(), asked);
    return;
  }
  answer_questions(
      asked, {.prompt = "project"}, searcher.vocabulary(),
      [&](const std::vector<Words>& questions) {
        const std::vector<std::string> words = first_words(questions);
        const auto projections = project(searcher, axis, words);
        std::vector<Reply> replies;
        for (std::size_t i = 0; i < words.size(); ++i) {
          replies.push_back(reply_to(words[i], projections[i], searcher.vocabulary(), asked.json));
        }
        return replies;
      });
}

}  // namespace

void add_project_command(CLI::App& app) {
  auto arguments = std::make_shared<ProjectArguments>();
  NeighbourOptions& options = arguments->options;
  CLI::App* command =
      app.add_subcommand("project", "Print where words lie between two opposite meanings");
  name_field("axis", "--axis");
  command
      ->add_option("--axis", arguments->axis,
                   "Two words at the ends of the axis; given again, the mean of several pairs")
      ->required()
      ->option_text("A B")
      ->allow_extra_args(false);
  add_field(*command, "-k,--count", "NeighbourOptions.count", options.count,
            "Without words: how many of either end to print");
  add_field(*command, "--restrict", "NeighbourOptions.restrict_to", options.restrict_to,
            "Without words: of the N most frequent words only; 0 for all");
  add_subwords_option(*command, arguments->asked);
  add_ask_options(*command, arguments->asked, "WORD",
                  "Words to place between -1, the first end, and 1; without any, the words "
                  "furthest towards the ends");
  command->footer(
      "Examples:\n  eigenlex project models/wiki17 --axis bad good war peace music\n"
      "  eigenlex project models/wiki17 --axis bad good --axis worst best --restrict 10000");
  command->callback([arguments] { run(*arguments); });
}

}  // namespace eigenlex::tool
