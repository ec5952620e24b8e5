#include "eigenlex/query/recommend.hpp"

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "eigenlex/core/error.hpp"

#include "commands.hpp"
#include "fields.hpp"
#include "questions.hpp"

namespace eigenlex::tool {
namespace {

struct RecommendArguments {
  AskArguments asked;
  RecommendOptions options;
};

MatrixModel load(const std::string& path, const ReadOptions& read) {
  if (is_matrix_model(path)) return read_matrix_model(path, read);
  throw FormatError(
      fmt::format("{}: is not the model of a matrix, which `factorize --input` makes", path));
}

Reply reply_about(const std::string& row, const std::optional<std::vector<Neighbour>>& found,
                  const MatrixModel& model, bool json) {
  const std::vector<Neighbour> columns = found.value_or(std::vector<Neighbour>());
  Reply reply{.text = neighbour_lines(row, model.columns.vocabulary, columns)};
  if (!found) reply.unknown = {row};
  if (!json) return reply;
  reply.object = {
      {"row", row},
      {"recommended", neighbours_json(model.columns.vocabulary, columns, "column", "score")},
      {"close", nlohmann::ordered_json::array()}};
  if (!found)
    reply.object["close"] = unknown_json(model.rows.vocabulary, reply.unknown)[0]["close"];
  return reply;
}

void run(const RecommendArguments& arguments) {
  arguments.options.validate();
  const MatrixModel model = load(arguments.asked.model, arguments.asked.read);
  const auto answer = [&](const std::vector<Words>& questions) {
    const std::vector<std::string> rows = first_words(questions);
    const auto found = recommend(model, rows, arguments.options);
    std::vector<Reply> replies;
    for (std::size_t i = 0; i < rows.size(); ++i) {
      replies.push_back(reply_about(rows[i], found[i], model, arguments.asked.json));
    }
    return replies;
  };
  answer_questions(arguments.asked, {.prompt = "recommend"}, model.rows.vocabulary, answer);
}

}  // namespace

void add_recommend_command(CLI::App& app) {
  auto arguments = std::make_shared<RecommendArguments>();
  CLI::App* command = app.add_subcommand(
      "recommend", "Print the columns that suit a row of a matrix best, such as films for a user");
  add_field(*command, "-k,--count", "RecommendOptions.count", arguments->options.count,
            "Number of columns for each row");
  command->add_flag_callback(
      "--include-seen", [arguments] { arguments->options.leave_out_seen = false; },
      "Do not leave out the columns that the row has a value in");
  add_ask_options(*command, arguments->asked, "ROW",
                  "Rows to ask about; without any, one a line from the standard input");
  command->get_option("MODEL")->description("Model that `factorize --input` made");
  command->footer("Example:\n  eigenlex recommend films.model ann -k 5");
  command->callback([arguments] { run(*arguments); });
}

}  // namespace eigenlex::tool
