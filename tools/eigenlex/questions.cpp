#include "questions.hpp"

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <iterator>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "eigenlex/query/spelling.hpp"

#include "input_batches.hpp"
#include "output.hpp"

namespace eigenlex::tool {
namespace {

constexpr std::int32_t kCloseSpellings = 5;

/// The words of a line: between tabs if it has one, otherwise between blanks.
Words words_of(const std::string& line) {
  const char* const separators = line.find('\t') == std::string::npos ? " " : "\t";
  Words words;
  for (std::size_t begin = line.find_first_not_of(separators); begin != std::string::npos;) {
    const std::size_t end = std::min(line.find_first_of(separators, begin), line.size());
    words.push_back(line.substr(begin, end - begin));
    begin = line.find_first_not_of(separators, end);
  }
  return words;
}

/// The questions of lines, or of arguments; without a form of several words each is one.
std::vector<Words> questions_of(const std::vector<std::string>& lines, const QuestionForm& form) {
  std::vector<Words> questions;
  for (const std::string& line : lines) {
    questions.push_back(form.most == 1 ? Words{line} : words_of(line));
  }
  return questions;
}

bool has_form(const Words& question, const QuestionForm& form) {
  return question.size() >= form.fewest && question.size() <= form.most;
}

/// Prints a reply; whether the question was answered.
bool print_reply(const Reply& reply, const Vocabulary& vocabulary, const AskArguments& asked) {
  if (!asked.json) {
    fmt::print("{}", reply.text);
  } else if (!reply.object.is_null()) {
    print_json(asked, reply.object);
  }
  if (reply.unknown.empty() && reply.fault.empty()) return true;
  if (asked.json && !reply.unknown.empty()) return false;
  // On a terminal the message belongs between the answers printed before and after it.
  flush_results();
  if (!reply.fault.empty()) {
    fmt::print(stderr, "eigenlex: {}\n", reply.fault);
    return false;
  }
  for (const std::string& word : reply.unknown) {
    fmt::print(stderr, "eigenlex: {}\n", unknown_word_message(vocabulary, word));
  }
  return false;
}

}  // namespace

CLI::Option* add_ask_options(CLI::App& command, AskArguments& asked, const std::string& words,
                             const std::string& description) {
  add_model_option(command, asked);
  CLI::Option* const option =
      command.add_option(words, asked.words, description)->option_text("...");
  add_verify_option(command, asked);
  command.add_flag("--json", asked.json, "Print an object a line");
  return option;
}

CLI::Option* add_subwords_option(CLI::App& command, AskArguments& asked) {
  return command.add_flag("--subwords", asked.subwords,
                          "Compose unknown words from their parts (see `eigenlex subwords`)");
}

std::vector<std::string> first_words(const std::vector<Words>& questions) {
  std::vector<std::string> words;
  for (const Words& question : questions) words.push_back(question.front());
  return words;
}

void answer_questions(const AskArguments& asked, const QuestionForm& form,
                      const Vocabulary& vocabulary, const AnswerAll& answer) {
  bool all_answered = true;
  const auto answer_all = [&](const std::vector<Words>& questions) {
    std::vector<Words> formed;
    std::ranges::copy_if(questions, std::back_inserter(formed),
                         [&](const Words& question) { return has_form(question, form); });
    const std::vector<Reply> replies = answer(formed);
    auto next = replies.begin();
    for (const Words& question : questions) {
      const Reply reply =
          has_form(question, form)
              ? *next++
              : Reply{.fault = fmt::format("\"{}\": expected {} a line", fmt::join(question, " "),
                                           form.expected)};
      all_answered = print_reply(reply, vocabulary, asked) && all_answered;
    }
    flush_results();
  };
  if (!asked.words.empty()) {
    answer_all(form.most == 1 ? questions_of(asked.words, form) : std::vector<Words>{asked.words});
  } else {
    InputBatches batches(form.prompt);
    while (const auto lines = batches.next()) answer_all(questions_of(*lines, form));
  }
  if (!all_answered) throw CLI::RuntimeError(1);
}

void answer_each(const AskArguments& asked, const QuestionForm& form, const Vocabulary& vocabulary,
                 const std::function<Reply(const Words& question)>& answer) {
  answer_questions(asked, form, vocabulary, [&](const std::vector<Words>& questions) {
    std::vector<Reply> replies;
    std::ranges::transform(questions, std::back_inserter(replies), answer);
    return replies;
  });
}

std::string neighbour_lines(std::string_view asked, const Vocabulary& vocabulary,
                            std::span<const Neighbour> neighbours) {
  std::string lines;
  for (const Neighbour& neighbour : neighbours) {
    lines +=
        fmt::format("{}\t{}\t{:.4f}\n", asked, vocabulary.word(neighbour.id), neighbour.similarity);
  }
  return lines;
}

nlohmann::ordered_json neighbours_json(const Vocabulary& vocabulary,
                                       std::span<const Neighbour> neighbours, const char* word,
                                       const char* similarity) {
  auto list = nlohmann::ordered_json::array();
  for (const Neighbour& one : neighbours) {
    list.push_back({{word, vocabulary.word(one.id)}, {similarity, one.similarity}});
  }
  return list;
}

Reply reply_of(const Answer& answer, const nlohmann::ordered_json& question, const char* key,
               const Vocabulary& vocabulary, bool json) {
  Reply reply{.unknown = answer.unknown, .fault = answer.fault};
  if (json) {
    reply.object = {{"question", question},
                    {key, neighbours_json(vocabulary, answer.neighbours)},
                    {"unknown", unknown_json(vocabulary, answer.unknown)}};
  } else {
    const std::string asked = question.is_string()
                                  ? question.get<std::string>()
                                  : fmt::format("{}", fmt::join(question.get<Words>(), " "));
    reply.text = neighbour_lines(asked, vocabulary, answer.neighbours);
  }
  return reply;
}

nlohmann::ordered_json unknown_json(const Vocabulary& vocabulary,
                                    std::span<const std::string> words) {
  auto list = nlohmann::ordered_json::array();
  for (const std::string& word : words) {
    list.push_back({{"word", word}, {"close", close_spellings(vocabulary, word, kCloseSpellings)}});
  }
  return list;
}

}  // namespace eigenlex::tool
