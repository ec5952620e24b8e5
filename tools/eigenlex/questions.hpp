#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "eigenlex/query/searcher.hpp"
#include "eigenlex/text/vocabulary.hpp"

#include "options.hpp"

namespace eigenlex::tool {

/// Arguments of every command that answers questions about a model.
struct AskArguments : Settings {
  std::vector<std::string> words;  ///< none: questions come from the standard input
  bool subwords = false;
};

/// Adds MODEL, the words, --no-verify and --json; the option of the words.
CLI::Option* add_ask_options(CLI::App& command, AskArguments& asked, const std::string& words,
                             const std::string& description);
/// Adds --subwords.
CLI::Option* add_subwords_option(CLI::App& command, AskArguments& asked);

/// A question: its words, or one that is a whole line.
using Words = std::vector<std::string>;

/// Questions of one word, or of a line each, as these.
std::vector<std::string> first_words(const std::vector<Words>& questions);

/// What questions are to be like.
struct QuestionForm {
  std::string prompt;      ///< shown to a person who types
  std::size_t fewest = 1;  ///< words of a question; 1: a line as it is, an argument as it is
  std::size_t most = 1;
  std::string expected = {};  ///< of how many words, such as "two words"
};

/// What is printed for a question.
struct Reply {
  std::string text = {};                  ///< lines of a table
  nlohmann::ordered_json object = {};     ///< what it is with --json; null for nothing
  std::vector<std::string> unknown = {};  ///< words that have no vector; the object has them
  std::string fault = {};                 ///< why there is no answer, where it is something else
};

/// A reply to each of some questions, in their order.
using AnswerAll = std::function<std::vector<Reply>(const std::vector<Words>& questions)>;

/// Answers the questions of the arguments or of the standard input, in the order asked. What cannot
/// be answered is said on stderr, words of `vocabulary` that are close with it, and leaves at the
/// end as CLI::RuntimeError with the exit status.
void answer_questions(const AskArguments& asked, const QuestionForm& form,
                      const Vocabulary& vocabulary, const AnswerAll& answer);

/// The same where each question is answered alone.
void answer_each(const AskArguments& asked, const QuestionForm& form, const Vocabulary& vocabulary,
                 const std::function<Reply(const Words& question)>& answer);

/// Lines `asked<TAB>word<TAB>similarity`: the same columns for one question as for many.
std::string neighbour_lines(std::string_view asked, const Vocabulary& vocabulary,
                            std::span<const Neighbour> neighbours);

/// [{"word": ..., "similarity": ...}, ...], with other names for the keys where they are given.
nlohmann::ordered_json neighbours_json(const Vocabulary& vocabulary,
                                       std::span<const Neighbour> neighbours,
                                       const char* word = "word",
                                       const char* similarity = "similarity");

/// The words found for a question, which is a text or its words: lines of a table, or an object
/// with the question, these words as `key`, and the unknown ones.
Reply reply_of(const Answer& answer, const nlohmann::ordered_json& question, const char* key,
               const Vocabulary& vocabulary, bool json);

/// [{"word": ..., "close": [...]}, ...] of unknown words.
nlohmann::ordered_json unknown_json(const Vocabulary& vocabulary,
                                    std::span<const std::string> words);

}  // namespace eigenlex::tool
