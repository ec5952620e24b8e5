#include <algorithm>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/query/certainty.hpp"
#include "eigenlex/query/searcher.hpp"
#include "eigenlex/text/word_file.hpp"

#include "commands.hpp"
#include "fields.hpp"
#include "questions.hpp"

namespace eigenlex::tool {
namespace {

struct SimilarArguments {
  AskArguments asked;
  std::string table = "rows";
  NeighbourOptions options;
  std::string stop;
  std::string among;
  bool exact = false;
  bool certainty = false;
};

/// The ids of the words of a file, a word a line; those that the model does not have are left out.
std::vector<std::int32_t> read_ids(const Searcher& searcher, const std::string& path) {
  std::vector<std::int32_t> ids = searcher.find_all(read_word_file(path));
  if (ids.empty()) throw FormatError(fmt::format("{}: has no word of the model, one a line", path));
  return ids;
}

/// The neighbours of a word with what resamples of the text say of each: columns share, low and
/// high, or these keys, where it is one of those that were followed.
Reply with_certainty(const Answer& answer, const std::string& text, const Searcher& searcher,
                     const Certainties& known, bool json) {
  Reply reply = reply_of(answer, text, "neighbours", searcher.vocabulary(), json);
  const std::optional<std::int32_t> word = searcher.find(text);
  reply.text.clear();
  for (std::size_t i = 0; i < answer.neighbours.size(); ++i) {
    const Neighbour& one = answer.neighbours[i];
    const auto certainty = word ? known.of(*word, one.id) : std::nullopt;
    if (json) {
      auto& object = reply.object["neighbours"][i];
      object["share"] = object["interval"] = nullptr;
      if (!certainty) continue;
      object["share"] = certainty->share;
      object["interval"] = {certainty->low, certainty->high};
    } else {
      reply.text += fmt::format("{}\t{}\t{:.4f}\t{}\n", text, searcher.vocabulary().word(one.id),
                                one.similarity,
                                certainty ? fmt::format("{:.2f}\t{:.4f}\t{:.4f}", certainty->share,
                                                        certainty->low, certainty->high)
                                          : "-\t-\t-");
    }
  }
  return reply;
}

/// Words are questions of their own, unless there are signs between them.
std::vector<std::string> questions_of(const std::vector<std::string>& words) {
  const auto is_sign = [](const std::string& word) { return word == "+" || word == "-"; };
  if (words.size() > 1 && std::ranges::any_of(words, is_sign)) {
    return {fmt::format("{}", fmt::join(words, " "))};
  }
  return words;
}

/// Those of a model; where it has none, the message says what finds them.
Certainties certainties_of(const std::string& model, const ReadOptions& read) {
  std::error_code unknown;
  if (std::filesystem::exists(certainty_path(model), unknown)) return read_certainties(model, read);
  throw FormatError::at_path(model,
                             "has no certainties of its neighbours; resample its text with "
                             "`eigenlex stability`");
}

void run(SimilarArguments& arguments) {
  AskArguments& asked = arguments.asked;
  arguments.options.validate();
  const Searcher searcher(asked.model, {.columns = arguments.table == "columns",
                                        .graph = !arguments.exact,
                                        .subwords = asked.subwords,
                                        .many_questions = asked.words.empty(),
                                        .read = asked.read});
  if (!arguments.stop.empty()) arguments.options.leave_out = read_ids(searcher, arguments.stop);
  if (!arguments.among.empty()) arguments.options.among = read_ids(searcher, arguments.among);
  std::optional<Certainties> known;
  if (arguments.certainty) known = certainties_of(asked.model, asked.read);
  asked.words = questions_of(asked.words);
  const auto answer = [&](const std::vector<Words>& questions) {
    const std::vector<std::string> texts = first_words(questions);
    const std::vector<Answer> answers = searcher.nearest_texts(texts, arguments.options);
    std::vector<Reply> replies;
    for (std::size_t i = 0; i < texts.size(); ++i) {
      replies.push_back(
          known ? with_certainty(answers[i], texts[i], searcher, *known, asked.json)
                : reply_of(answers[i], texts[i], "neighbours", searcher.vocabulary(), asked.json));
    }
    return replies;
  };
  answer_questions(asked, {.prompt = "similar"}, searcher.vocabulary(), answer);
}

}  // namespace

void add_similar_command(CLI::App& app) {
  auto arguments = std::make_shared<SimilarArguments>();
  CLI::App* command = app.add_subcommand("similar", "Print the words nearest to given words");
  NeighbourOptions& options = arguments->options;
  add_field(*command, "-k,--count", "NeighbourOptions.count", options.count,
            "Number of neighbours of a question");
  add_field(*command, "--restrict", "NeighbourOptions.restrict_to", options.restrict_to,
            "Answer with the N most frequent words only; 0 for all");
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
      ->add_flag(
          "--certainty", arguments->certainty,
          "Show beside each neighbour the share of resamples of the text in which it is one, "
          "and the interval of its cosine (see `eigenlex stability`)")
      ->excludes("--table");
  add_subwords_option(*command, arguments->asked)->excludes("--table");
  add_ask_options(*command, arguments->asked, "WORD",
                  "Words to ask about, or one sum of words such as king - man + woman; without "
                  "any, a question a line from the standard input");
  command->footer(
      "Examples:\n  eigenlex similar models/gcide water fire -k 5\n"
      "  eigenlex similar models/wiki17 king - man + woman\n"
      "  eigenlex similar films.model Casablanca --table columns");
  command->callback([arguments] { run(*arguments); });
}

}  // namespace eigenlex::tool
