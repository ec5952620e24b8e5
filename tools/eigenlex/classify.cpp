#include "commands.hpp"

namespace eigenlex::tool {

void add_classify_command(CLI::App& app) {
  CLI::App* command =
      app.add_subcommand("classify", "Train, use and evaluate classifiers of texts");
  command->require_subcommand(1);
  add_classify_train_command(*command);
  add_classify_predict_command(*command);
  add_classify_evaluate_command(*command);
  command->footer(
      "Examples:\n"
      "  eigenlex classify train reviews.tsv --embedding en.model --network cnn -o reviews.clf\n"
      "  eigenlex classify predict reviews.clf new.txt\n"
      "  eigenlex classify evaluate reviews.clf test.tsv");
}

}  // namespace eigenlex::tool
