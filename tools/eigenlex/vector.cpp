#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include "eigenlex/query/word_vectors.hpp"

#include "commands.hpp"
#include "query_io.hpp"
#include "verify_option.hpp"

namespace eigenlex::tool {
namespace {

struct VectorArguments {
  std::string model;
  std::vector<std::string> words;
  bool text = false;
  bool unit = false;
  ReadOptions read;
  bool json = false;
};

void print_numbers(const std::string& asked, const Eigen::RowVectorXf& vector, bool json) {
  if (!json) {
    fmt::print("{}\t{}\n", asked, fmt::join(vector.begin(), vector.end(), "\t"));
    return;
  }
  // The double whose digits are the shortest that are read back as the same float.
  std::vector<double> numbers;
  for (const float number : vector) numbers.push_back(std::stod(fmt::to_string(number)));
  print_json_line(
      {{"question", asked}, {"vector", numbers}, {"unknown", nlohmann::ordered_json::array()}});
}

void print_unknown(const VectorArguments& arguments, const WordVectors& vectors,
                   const std::string& asked) {
  if (arguments.json) {
    print_json_line({{"question", asked},
                     {"vector", nullptr},
                     {"unknown", unknown_json(vectors.vocabulary(), {&asked, 1})}});
  } else if (arguments.text) {
    report_line(asked, "has no word that is in the vocabulary");
  } else {
    report_unknown_word(vectors.vocabulary(), asked);
  }
}

/// Prints a vector each; whether all have one.
bool answer(const VectorArguments& arguments, const WordVectors& vectors,
            const std::vector<std::string>& asked) {
  bool all_known = true;
  for (const std::string& one : asked) {
    auto vector = arguments.text ? vectors.of_text(one) : vectors.of_word(one);
    all_known = all_known && vector;
    if (!vector) {
      print_unknown(arguments, vectors, one);
      continue;
    }
    print_numbers(one, arguments.unit ? unit_vector(*vector) : *vector, arguments.json);
  }
  flush_results();
  return all_known;
}

void run(const VectorArguments& arguments) {
  const WordVectors vectors(open_embedding(arguments.model, arguments.read));
  bool all_known = true;
  if (!arguments.words.empty()) {
    all_known = answer(arguments, vectors, arguments.words);
  } else {
    InputBatches batches("vector");
    while (const auto lines = batches.next()) {
      all_known = answer(arguments, vectors, *lines) && all_known;
    }
  }
  if (!all_known) throw CLI::RuntimeError(1);
}

}  // namespace

void add_vector_command(CLI::App& app) {
  auto arguments = std::make_shared<VectorArguments>();
  CLI::App* command = app.add_subcommand("vector", "Print the numbers of words or texts");
  command->add_option("MODEL", arguments->model, "Model directory or file of vectors")->required();
  command->add_option("WORD", arguments->words,
                      "Words; without any, one a line from the standard input");
  command->add_flag("--text", arguments->text,
                    "Each is a text: print the mean of the vectors of its known words");
  command->add_flag("--unit", arguments->unit, "Scale the vectors to length 1");
  add_verify_option(*command, arguments->read);
  command->add_flag("--json", arguments->json, "Print an object a line");
  command->footer(
      "Examples:\n  eigenlex vector models/wiki17 king queen\n"
      "  eigenlex vector models/wiki17 --text \"the king of the north\"");
  command->callback([arguments] { run(*arguments); });
}

}  // namespace eigenlex::tool
