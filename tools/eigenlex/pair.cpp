#include <memory>
#include <optional>

#include <fmt/format.h>

#include "eigenlex/query/searcher.hpp"

#include "commands.hpp"
#include "questions.hpp"

namespace eigenlex::tool {
namespace {

/// The cosine of two words.
Reply reply_to(const Words& pair, const Searcher& searcher, bool json) {
  const std::optional<double> similarity = searcher.similarity(pair[0], pair[1]);
  Reply reply{.unknown = searcher.unknown_of(pair)};
  if (json) {
    reply.object = {{"first", pair[0]},
                    {"second", pair[1]},
                    {"similarity", nullptr},
                    {"unknown", unknown_json(searcher.vocabulary(), reply.unknown)}};
    if (similarity) reply.object["similarity"] = *similarity;
  } else if (similarity) {
    reply.text = fmt::format("{}\t{}\t{:.4f}\n", pair[0], pair[1], *similarity);
  }
  return reply;
}

void run(const AskArguments& asked) {
  const Searcher searcher(asked.model,
                          {.graph = false, .subwords = asked.subwords, .read = asked.read});
  answer_each(asked, {.prompt = "pair", .fewest = 2, .most = 2, .expected = "two words"},
              searcher.vocabulary(),
              [&](const Words& pair) { return reply_to(pair, searcher, asked.json); });
}

}  // namespace

void add_pair_command(CLI::App& app) {
  auto asked = std::make_shared<AskArguments>();
  CLI::App* command = app.add_subcommand("pair", "Print how similar two words are");
  add_subwords_option(*command, *asked);
  add_ask_options(*command, *asked, "WORDS",
                  "Two words; without them, two a line from the standard input, between blanks or "
                  "a tab")
      ->expected(2)
      ->option_text("A B");
  command->footer("Example:\n  eigenlex pair models/wiki17 king queen");
  command->callback([asked] { run(*asked); });
}

}  // namespace eigenlex::tool
