#include <memory>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "eigenlex/query/searcher.hpp"

#include "commands.hpp"
#include "questions.hpp"

namespace eigenlex::tool {
namespace {

constexpr std::size_t kFewest = 3;
constexpr std::size_t kMost = CLI::detail::expected_max_vector_size;

/// The word that fits least.
Reply odd_reply_to(const Words& words, const Searcher& searcher, bool json) {
  Reply reply{.unknown = searcher.unknown_of(words)};
  std::vector<OddWord> odd;
  if (reply.unknown.empty()) odd = searcher.odd_one_out(words);
  if (json) {
    auto similarities = nlohmann::ordered_json::array();
    for (const OddWord& word : odd) {
      similarities.push_back({{"word", word.word}, {"similarity", word.similarity}});
    }
    reply.object = {{"question", words},
                    {"odd", nullptr},
                    {"similarities", std::move(similarities)},
                    {"unknown", unknown_json(searcher.vocabulary(), reply.unknown)}};
    if (!odd.empty()) reply.object["odd"] = odd.front().word;
  } else if (!odd.empty()) {
    reply.text = fmt::format("{}\t{}\t{:.4f}\n", fmt::join(words, " "), odd.front().word,
                             odd.front().similarity);
  }
  return reply;
}

void run_odd(const AskArguments& asked) {
  const Searcher searcher(asked.model,
                          {.graph = false, .subwords = asked.subwords, .read = asked.read});
  answer_each(
      asked, {.prompt = "odd", .fewest = kFewest, .most = kMost, .expected = "three words or more"},
      searcher.vocabulary(),
      [&](const Words& words) { return odd_reply_to(words, searcher, asked.json); });
}

}  // namespace

void add_odd_command(CLI::App& app) {
  auto asked = std::make_shared<AskArguments>();
  CLI::App* command = app.add_subcommand("odd", "Print the word that does not fit among others");
  add_subwords_option(*command, *asked);
  add_ask_options(*command, *asked, "WORDS",
                  "Three words or more; without them, a question a line from the standard input, "
                  "the words between blanks or tabs")
      ->expected(kFewest, kMost)
      ->option_text("A B C ...");
  command->footer("Example:\n  eigenlex odd models/wiki17 breakfast cereal dinner lunch");
  command->callback([asked] { run_odd(*asked); });
}

}  // namespace eigenlex::tool
