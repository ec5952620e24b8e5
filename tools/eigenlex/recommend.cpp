#include "eigenlex/query/recommend.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "eigenlex/core/error.hpp"
#include "eigenlex/query/spelling.hpp"

#include "commands.hpp"
#include "query_io.hpp"
#include "verify_option.hpp"

namespace eigenlex::tool {
namespace {

constexpr std::int32_t kCloseSpellings = 5;

struct RecommendArguments {
  std::string model;
  std::vector<std::string> rows;
  RecommendOptions options;
  bool include_seen = false;
  ReadOptions read;
  bool json = false;
};

MatrixModel load(const std::string& path, const ReadOptions& read) {
  if (is_matrix_model(path)) return read_matrix_model(path, read);
  throw FormatError(
      fmt::format("{}: is not the model of a matrix, which `factorize --input` makes", path));
}

nlohmann::ordered_json columns_json(const Vocabulary& columns,
                                    const std::vector<Neighbour>& found) {
  auto list = nlohmann::ordered_json::array();
  for (const Neighbour& one : found) {
    list.push_back({{"column", columns.word(one.id)}, {"score", one.similarity}});
  }
  return list;
}

void print_answer(const RecommendArguments& arguments, const MatrixModel& model,
                  const std::string& row, const std::vector<Neighbour>& found) {
  if (arguments.json) {
    print_json_line({{"row", row},
                     {"recommended", columns_json(model.columns.vocabulary, found)},
                     {"close", nlohmann::ordered_json::array()}});
    return;
  }
  print_neighbours(row, model.columns.vocabulary, found);
}

void print_unknown(const RecommendArguments& arguments, const Vocabulary& rows,
                   const std::string& row) {
  if (!arguments.json) {
    report_unknown_word(rows, row);
    return;
  }
  print_json_line({{"row", row},
                   {"recommended", nlohmann::ordered_json::array()},
                   {"close", close_spellings(rows, row, kCloseSpellings)}});
}

/// Answers in the order asked; whether all rows were known.
bool answer(const RecommendArguments& arguments, const MatrixModel& model,
            const std::vector<std::string>& rows) {
  std::vector<std::int32_t> known;
  for (const std::string& row : rows) {
    if (const auto id = model.rows.vocabulary.find(row)) known.push_back(*id);
  }
  const auto found = recommend(model, known, arguments.options);
  auto next = found.begin();
  for (const std::string& row : rows) {
    if (model.rows.vocabulary.find(row)) {
      print_answer(arguments, model, row, *next++);
    } else {
      print_unknown(arguments, model.rows.vocabulary, row);
    }
  }
  flush_results();
  return known.size() == rows.size();
}

void run(RecommendArguments& arguments) {
  arguments.options.leave_out_seen = !arguments.include_seen;
  arguments.options.validate();
  const MatrixModel model = load(arguments.model, arguments.read);
  bool all_known = true;
  if (!arguments.rows.empty()) {
    all_known = answer(arguments, model, arguments.rows);
  } else {
    InputBatches batches("recommend");
    while (const auto rows = batches.next()) {
      all_known = answer(arguments, model, *rows) && all_known;
    }
  }
  if (!all_known) throw CLI::RuntimeError(1);
}

}  // namespace

void add_recommend_command(CLI::App& app) {
  auto arguments = std::make_shared<RecommendArguments>();
  CLI::App* command = app.add_subcommand(
      "recommend", "Print the columns that suit a row of a matrix best, such as films for a user");
  command->add_option("MODEL", arguments->model, "Model that `factorize --input` made")->required();
  command->add_option("ROW", arguments->rows,
                      "Rows to ask about; without any, one a line from the standard input");
  command->add_option("-k,--count", arguments->options.count, "Number of columns for each row")
      ->capture_default_str();
  command->add_flag("--include-seen", arguments->include_seen,
                    "Do not leave out the columns that the row has a value in");
  add_verify_option(*command, arguments->read);
  command->add_flag("--json", arguments->json, "Print an object a line");
  command->footer("Example:\n  eigenlex recommend films.model ann -k 5");
  command->callback([arguments] { run(*arguments); });
}

}  // namespace eigenlex::tool
