#include "eigenlex/query/contexts.hpp"

#include <memory>
#include <optional>
#include <string>

#include <fmt/format.h>

#include "commands.hpp"
#include "evidence.hpp"
#include "fields.hpp"
#include "questions.hpp"

namespace eigenlex::tool {
namespace {

struct ContextsArguments {
  AskArguments asked;
  std::string counts;
  ContextOptions options;
};

Reply reply_to(const std::string& word, const ContextTable& table,
               const ContextsArguments& arguments) {
  Reply reply;
  const std::optional<std::int32_t> id = table.find(word);
  std::vector<RankedContext> contexts;
  if (id) {
    contexts = ranked_contexts(table, *id, arguments.options);
  } else {
    reply.unknown.push_back(word);
  }
  const Vocabulary& words = table.vocabulary();
  if (arguments.asked.json) {
    reply.object = {{"word", word},
                    {"measure", enum_name(arguments.options.measure)},
                    {"contexts", to_json(contexts, words)},
                    {"unknown", unknown_json(words, reply.unknown)}};
    return reply;
  }
  for (const auto& [context, score] : contexts) {
    reply.text += fmt::format("{}\t{}\t{:.2f}\t{}\t{}\n", word,
                              in_place(words.word(context.word), context.place), score,
                              pairs_text(context.pairs), pairs_text(context.expected));
  }
  return reply;
}

void run(ContextsArguments& arguments) {
  const AskArguments& asked = arguments.asked;
  arguments.options.validate();
  const ContextTable table = open_contexts_of(asked.model, arguments.counts, asked.read);
  if (!asked.json)
    fmt::print("word\tcontext\t{}\tpairs\tby chance\n", enum_name(arguments.options.measure));
  answer_each(asked, {.prompt = "contexts"}, table.vocabulary(),
              [&](const Words& words) { return reply_to(words.front(), table, arguments); });
}

}  // namespace

void add_contexts_command(CLI::App& app) {
  auto arguments = std::make_shared<ContextsArguments>();
  CLI::App* command =
      app.add_subcommand("contexts", "Print the words that occur beside given words");
  ContextOptions& options = arguments->options;
  add_field(*command, "-k,--count", "ContextOptions.count", options.count,
            "Number of contexts of a word");
  add_field(*command, "--measure", "ContextOptions.measure", options.measure,
            "What comes first: contexts that are surest (log-likelihood), closest (log-dice), or "
            "weigh most in the vectors (ppmi)");
  add_field(*command, "--least-pairs", "ContextOptions.least_pairs", options.least_pairs,
            "Leave out contexts that were seen less often");
  add_counts_option(*command, arguments->counts);
  add_ask_options(*command, arguments->asked, "WORD",
                  "Words to ask about; without any, a word a line from the standard input");
  command->footer(
      "Examples:\n  eigenlex contexts models/wiki17 bank --measure log-dice\n"
      "  eigenlex contexts corpus.counts bank river");
  command->callback([arguments] { run(*arguments); });
}

}  // namespace eigenlex::tool
