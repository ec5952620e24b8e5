#include "eigenlex/query/why.hpp"

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "eigenlex/query/searcher.hpp"

#include "commands.hpp"
#include "evidence.hpp"
#include "questions.hpp"

namespace eigenlex::tool {
namespace {

struct WhyArguments {
  AskArguments asked;
  std::string counts;
  std::int64_t count = 15;
  double least_pairs = 2;
};

/// "just before 40 %, just after 35 %, further away 25 %"; nothing where there is one place alone.
std::string places_text(const Why& found) {
  if (found.places.size() == 1 || found.cosine == 0) return "";
  std::vector<std::string> places;
  for (const PlacePart& one : found.places) {
    places.push_back(fmt::format("{} {:.0f} %", name_of(one.place), 100 * one.part / found.cosine));
  }
  return fmt::format("; {}", fmt::join(places, ", "));
}

std::string table_text(const Why& found, const std::vector<SharedContext>& shown, const Words& pair,
                       const Vocabulary& words) {
  std::string text = fmt::format("share\tpart\tcontext\t{}\t{}\n", pair[0], pair[1]);
  double rest = found.cosine;
  const auto share = [&](double part) { return 100 * part / found.cosine; };
  for (const SharedContext& one : shown) {
    text += fmt::format("{:.1f}%\t{:.4f}\t{}\t{}\t{}\n", share(one.part), one.part,
                        in_place(words.word(one.word), one.place), pairs_text(one.first.pairs),
                        pairs_text(one.second.pairs));
    rest -= one.part;
  }
  if (shown.size() == found.shared.size()) return text;
  return text + fmt::format("{:.1f}%\t{:.4f}\t({} others)\t\t\n", share(rest), rest,
                            found.shared.size() - shown.size());
}

Reply reply_to(const Words& pair, const Searcher& searcher, const ContextTable& table,
               const WhyArguments& arguments) {
  Reply reply{.unknown = searcher.unknown_of(pair)};
  const bool is_known = reply.unknown.empty();
  const Why found = is_known ? why(table, *searcher.find(pair[0]), *searcher.find(pair[1])) : Why{};
  const std::vector<SharedContext> shown = found.telling(arguments.count, arguments.least_pairs);
  const double vectors = searcher.similarity(pair[0], pair[1]).value_or(0);
  if (arguments.asked.json) {
    reply.object = {{"first", pair[0]}, {"second", pair[1]}};
    if (is_known) {
      reply.object["similarity"] = vectors;
      reply.object.update(to_json(found, table.vocabulary(), shown));
    }
    reply.object["unknown"] = unknown_json(searcher.vocabulary(), reply.unknown);
  } else if (is_known) {
    reply.text = fmt::format(
        "{} {}: cosine {:.4f} of the vectors, {:.4f} of the contexts\n"
        "shared contexts: {} of {} and {}{}\n{}",
        pair[0], pair[1], vectors, found.cosine, found.shared.size(), found.first_contexts,
        found.second_contexts, places_text(found),
        table_text(found, shown, pair, table.vocabulary()));
  }
  return reply;
}

void run(const WhyArguments& arguments) {
  const AskArguments& asked = arguments.asked;
  const Searcher searcher(asked.model, {.graph = false, .read = asked.read});
  const ContextTable table = open_contexts_of(asked.model, arguments.counts, asked.read);
  answer_each(asked, {.prompt = "why", .fewest = 2, .most = 2, .expected = "two words"},
              searcher.vocabulary(),
              [&](const Words& pair) { return reply_to(pair, searcher, table, arguments); });
}

}  // namespace

void add_why_command(CLI::App& app) {
  auto arguments = std::make_shared<WhyArguments>();
  CLI::App* command = app.add_subcommand("why", "Print the contexts that make two words similar");
  command->add_option("-k,--count", arguments->count, "Number of contexts")
      ->check(CLI::PositiveNumber);
  command
      ->add_option("--least-pairs", arguments->least_pairs,
                   "Show contexts that each word was seen in so often; others are summed up")
      ->check(CLI::NonNegativeNumber);
  add_counts_option(*command, arguments->counts);
  add_ask_options(*command, arguments->asked, "WORDS",
                  "Two words; without them, two a line from the standard input, between blanks or "
                  "a tab")
      ->expected(2)
      ->option_text("A B");
  command->footer("Example:\n  eigenlex why models/wiki17 king queen");
  command->callback([arguments] { run(*arguments); });
}

}  // namespace eigenlex::tool
