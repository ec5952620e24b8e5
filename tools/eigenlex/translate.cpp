#include <memory>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "eigenlex/query/translator.hpp"

#include "commands.hpp"
#include "fields.hpp"
#include "questions.hpp"

namespace eigenlex::tool {
namespace {

struct TranslateArguments {
  AskArguments asked;
  std::string target;
  std::int32_t count = 10;
  TranslatorOptions options;
};

void run(const TranslateArguments& arguments) {
  const AskArguments& asked = arguments.asked;
  arguments.options.validate();
  const Translator translator(open_embedding(asked.model, asked.read),
                              open_embedding(arguments.target, asked.read), arguments.options);
  const auto answer = [&](const std::vector<Words>& questions) {
    const std::vector<std::string> words = first_words(questions);
    const std::vector<Answer> answers = translator.translate(words, arguments.count);
    std::vector<Reply> replies;
    for (std::size_t i = 0; i < words.size(); ++i) {
      replies.push_back(reply_of(answers[i], words[i], "translations",
                                 translator.target_vocabulary(), asked.json));
    }
    return replies;
  };
  answer_questions(asked, {.prompt = "translate"}, translator.source_vocabulary(), answer);
}

}  // namespace

void add_translate_command(CLI::App& app) {
  auto arguments = std::make_shared<TranslateArguments>();
  TranslatorOptions& options = arguments->options;
  CLI::App* command = app.add_subcommand(
      "translate", "Print the words of another model that mean what given words mean");
  add_field(*command, "-k,--count", "count", arguments->count, "Number of translations of a word");
  add_field(*command, "--restrict", "TranslatorOptions.restrict_to", options.restrict_to,
            "Answer with the N most frequent words only; 0 for all");
  add_field(*command, "--frequent", "TranslatorOptions.frequent", options.frequent,
            "Most frequent words of either side that hubs are told by");
  add_field(*command, "--neighbours", "TranslatorOptions.neighbours", options.neighbours,
            "Nearest words that tell hubs");
  command->add_flag_callback(
      "--no-centre", [&options] { options.centre = false; },
      "Compare words with what all of them have in common");
  add_model_option(*command, arguments->asked);
  command
      ->add_option("TARGET", arguments->target, "Model of the answers, which MODEL was aligned to")
      ->required();
  command
      ->add_option("WORD", arguments->asked.words,
                   "Words to translate; without any, a word a line from the standard input")
      ->option_text("...");
  add_verify_option(*command, arguments->asked);
  command->add_flag("--json", arguments->asked.json, "Print an object a line");
  command->footer("Example:\n  eigenlex translate de-en.model en.model Wasser Feuer -k 5");
  command->callback([arguments] { run(*arguments); });
}

}  // namespace eigenlex::tool
