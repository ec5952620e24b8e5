#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/query/text_search.hpp"

#include "commands.hpp"
#include "fields.hpp"
#include "questions.hpp"

namespace eigenlex::tool {
namespace {

struct SearchArguments {
  AskArguments asked;
  NeighbourOptions options;
  bool exact = false;
};

Reply texts_found(const TextAnswer& answer, const std::string& question, bool json) {
  Reply reply;
  if (!answer.known) {
    reply.fault = fmt::format("\"{}\": has no word that is in the vocabulary", question);
  }
  if (json) {
    reply.object = {{"question", question}, {"texts", nlohmann::ordered_json::array()}};
  }
  for (const FoundText& found : answer.texts) {
    if (json) {
      reply.object["texts"].push_back(
          {{"number", found.number}, {"similarity", found.similarity}, {"text", found.text}});
    } else {
      reply.text +=
          fmt::format("{}\t{}\t{:.4f}\t{}\n", question, found.number, found.similarity, found.text);
    }
  }
  return reply;
}

void run(const SearchArguments& arguments) {
  const AskArguments& asked = arguments.asked;
  arguments.options.validate();
  std::error_code unknown;
  if (std::filesystem::is_directory(asked.model, unknown) && !is_search_index(asked.model)) {
    throw FormatError::at_path(asked.model,
                               "has no search_index.json, so no texts; make an index of "
                               "some with `eigenlex embed MODEL TEXTS -o NAME.index`");
  }
  const TextSearch search(
      asked.model,
      {.graph = !arguments.exact, .many_questions = asked.words.empty(), .read = asked.read});
  const auto answer = [&](const std::vector<Words>& questions) {
    const std::vector<std::string> texts = first_words(questions);
    const std::vector<TextAnswer> answers = search.nearest(texts, arguments.options);
    std::vector<Reply> replies;
    for (std::size_t i = 0; i < texts.size(); ++i) {
      replies.push_back(texts_found(answers[i], texts[i], asked.json));
    }
    return replies;
  };
  answer_questions(asked, {.prompt = "search"}, search.vocabulary(), answer);
}

}  // namespace

void add_search_command(CLI::App& app) {
  auto arguments = std::make_shared<SearchArguments>();
  CLI::App* command =
      app.add_subcommand("search", "Print the texts of an index that are nearest to a question");
  NeighbourOptions& options = arguments->options;
  add_field(*command, "-k,--count", "NeighbourOptions.count", options.count,
            "Number of texts for a question");
  add_field(*command, "--restrict", "NeighbourOptions.restrict_to", options.restrict_to,
            "Answer with the first N texts only; 0 for all");
  command->add_flag("--exact", arguments->exact,
                    "Compare all texts even if there is a graph (see `eigenlex index`)");
  add_ask_options(*command, arguments->asked, "QUESTION",
                  "Texts to ask about; without any, a text a line from the standard input");
  command->get_option("MODEL")->description("Folder that `eigenlex embed -o NAME.index` wrote");
  command->footer("Example:\n  eigenlex search texts.index \"films about the sea\" -k 5");
  command->callback([arguments] { run(*arguments); });
}

}  // namespace eigenlex::tool
