#include <memory>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "eigenlex/query/word_vectors.hpp"

#include "commands.hpp"
#include "questions.hpp"

namespace eigenlex::tool {
namespace {

struct VectorArguments {
  AskArguments asked;
  bool text = false;
  bool unit = false;
};

/// The doubles whose digits are the shortest that are read back as the same floats.
std::vector<double> short_numbers(const Eigen::RowVectorXf& vector) {
  std::vector<double> numbers;
  for (const float number : vector) numbers.push_back(std::stod(fmt::to_string(number)));
  return numbers;
}

Reply reply_to(const std::string& asked, const VectorArguments& arguments,
               const WordVectors& vectors) {
  auto vector = arguments.text ? vectors.of_text(asked) : vectors.of_word(asked);
  if (vector && arguments.unit) vector = unit_vector(*vector);
  Reply reply;
  if (!vector) reply.unknown = {asked};
  if (arguments.asked.json) {
    reply.object = {{"question", asked},
                    {"vector", nullptr},
                    {"unknown", unknown_json(vectors.vocabulary(), reply.unknown)}};
    if (vector) reply.object["vector"] = short_numbers(*vector);
  } else if (vector) {
    reply.text = fmt::format("{}\t{}\n", asked, fmt::join(vector->begin(), vector->end(), "\t"));
  } else if (arguments.text) {
    reply.fault = fmt::format("\"{}\": has no word that is in the vocabulary", asked);
  }
  return reply;
}

void run(const VectorArguments& arguments) {
  const WordVectors vectors(arguments.asked.model, arguments.asked.read);
  answer_each(arguments.asked, {.prompt = "vector"}, vectors.vocabulary(),
              [&](const Words& asked) { return reply_to(asked.front(), arguments, vectors); });
}

}  // namespace

void add_vector_command(CLI::App& app) {
  auto arguments = std::make_shared<VectorArguments>();
  CLI::App* command = app.add_subcommand("vector", "Print the numbers of words or texts");
  command->add_flag("--text", arguments->text,
                    "Each is a text: print the mean of the vectors of its known words");
  command->add_flag("--unit", arguments->unit, "Scale the vectors to length 1");
  add_ask_options(*command, arguments->asked, "WORD",
                  "Words; without any, one a line from the standard input");
  command->footer(
      "Examples:\n  eigenlex vector models/wiki17 king queen\n"
      "  eigenlex vector models/wiki17 --text \"the king of the north\"");
  command->callback([arguments] { run(*arguments); });
}

}  // namespace eigenlex::tool
