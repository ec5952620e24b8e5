#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <fmt/core.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include "eigenlex/core/error.hpp"
#include "eigenlex/query/searcher.hpp"
#include "eigenlex/text/word_file.hpp"

#include "commands.hpp"
#include "query_io.hpp"
#include "verify_option.hpp"

namespace eigenlex::tool {
namespace {

struct SimilarArguments {
  std::string model;
  std::vector<std::string> words;
  std::string table = "rows";
  NeighbourOptions options;
  std::string stop;
  std::string among;
  bool subwords = false;
  bool exact = false;
  ReadOptions read;
  bool json = false;
};

/// The ids of the words of a file, a word a line; those that the model does not have are left out.
std::vector<std::int32_t> read_ids(const Searcher& searcher, const std::string& path) {
  std::vector<std::int32_t> ids;
  for (const std::string& word : read_word_file(path)) {
    if (const auto id = searcher.find(word)) ids.push_back(*id);
  }
  if (ids.empty()) throw FormatError(fmt::format("{}: has no word of the model, one a line", path));
  return ids;
}

/// The question of a line; nothing, and a message on stderr, where it is none.
std::optional<Question> read_question(const Searcher& searcher, const std::string& text) {
  try {
    return searcher.question(text);
  } catch (const FormatError& error) {
    flush_results();
    fmt::print(stderr, "eigenlex: {}\n", error.what());
    return std::nullopt;
  }
}

void print_answer(const SimilarArguments& arguments, const Vocabulary& vocabulary,
                  const std::string& question, const Answer& answer) {
  if (arguments.json) {
    print_json_line({{"question", question},
                     {"neighbours", neighbours_json(vocabulary, answer.neighbours)},
                     {"unknown", unknown_json(vocabulary, answer.unknown)}});
    return;
  }
  print_neighbours(question, vocabulary, answer.neighbours);
  for (const std::string& word : answer.unknown) report_unknown_word(vocabulary, word);
}

/// Answers in the order asked; whether all could be answered.
bool answer(const SimilarArguments& arguments, const Searcher& searcher,
            const std::vector<std::string>& texts) {
  std::vector<Question> questions;
  std::vector<bool> readable;
  for (const std::string& text : texts) {
    auto question = read_question(searcher, text);
    readable.push_back(question.has_value());
    if (question) questions.push_back(*std::move(question));
  }
  const std::vector<Answer> answers = searcher.nearest(questions, arguments.options);
  auto next = answers.begin();
  bool all_answered = true;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    const Answer found = readable[i] ? *next++ : Answer();
    print_answer(arguments, searcher.vocabulary(), texts[i], found);
    all_answered = all_answered && readable[i] && found.unknown.empty();
  }
  flush_results();
  return all_answered;
}

/// Words are questions of their own, unless there are signs between them.
std::vector<std::string> questions_of(const std::vector<std::string>& words) {
  const auto is_sign = [](const std::string& word) { return word == "+" || word == "-"; };
  if (words.size() > 1 && std::ranges::any_of(words, is_sign)) {
    return {fmt::format("{}", fmt::join(words, " "))};
  }
  return words;
}

void run(SimilarArguments arguments) {
  arguments.options.validate();
  const Searcher searcher(arguments.model, {.columns = arguments.table == "columns",
                                            .graph = !arguments.exact,
                                            .subwords = arguments.subwords,
                                            .many_questions = arguments.words.empty(),
                                            .read = arguments.read});
  if (!arguments.stop.empty()) arguments.options.leave_out = read_ids(searcher, arguments.stop);
  if (!arguments.among.empty()) arguments.options.among = read_ids(searcher, arguments.among);
  bool all_answered = true;
  if (!arguments.words.empty()) {
    all_answered = answer(arguments, searcher, questions_of(arguments.words));
  } else {
    InputBatches batches("similar");
    while (const auto lines = batches.next()) {
      all_answered = answer(arguments, searcher, *lines) && all_answered;
    }
  }
  if (!all_answered) throw CLI::RuntimeError(1);
}

}  // namespace

void add_similar_command(CLI::App& app) {
  auto arguments = std::make_shared<SimilarArguments>();
  CLI::App* command = app.add_subcommand("similar", "Print the words nearest to given words");
  command->add_option("MODEL", arguments->model, "Model directory or file of vectors")->required();
  command->add_option("WORD", arguments->words,
                      "Words to ask about, or one sum of words such as king - man + woman; without "
                      "any, a question a line from the standard input");
  command->add_option("-k,--count", arguments->options.count, "Number of neighbours of a question")
      ->capture_default_str();
  command
      ->add_option("--restrict", arguments->options.restrict_to,
                   "Answer with the N most frequent words only; 0 for all")
      ->capture_default_str();
  command
      ->add_option("--among", arguments->among, "Answer with the words of a file only, one a line")
      ->option_text("FILE");
  command
      ->add_option("--stop", arguments->stop, "Never answer with the words of a file, one a line")
      ->option_text("FILE");
  command
      ->add_option("--table", arguments->table,
                   "Of the model of a matrix: compare its rows or its columns")
      ->check(CLI::IsMember({"rows", "columns"}))
      ->option_text("rows|columns [rows]");
  command->add_flag("--exact", arguments->exact,
                    "Compare all words even if the model has an index (see `eigenlex index`)");
  command
      ->add_flag("--subwords", arguments->subwords,
                 "Compose unknown words from their parts (see `eigenlex subwords`)")
      ->excludes("--table");
  add_verify_option(*command, arguments->read);
  command->add_flag("--json", arguments->json, "Print an object a line");
  command->footer(
      "Examples:\n  eigenlex similar models/gcide water fire -k 5\n"
      "  eigenlex similar models/wiki17 king - man + woman\n"
      "  eigenlex similar films.model Casablanca --table columns");
  command->callback([arguments] { run(*arguments); });
}

}  // namespace eigenlex::tool
