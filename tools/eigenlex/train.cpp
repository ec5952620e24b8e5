#include "eigenlex/learn/train.hpp"

#include <memory>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "commands.hpp"
#include "options.hpp"
#include "results.hpp"
#include "summary.hpp"

namespace eigenlex::tool {
namespace {

struct TrainArguments {
  std::vector<std::string> corpus;
  Recipe recipe;
  MemorySettings memory;
  RunSettings run;
};

struct CountArguments {
  std::vector<std::string> corpus;
  CountRecipe recipe;
  MemorySettings memory;
  RunSettings run;
};

void run_train(const TrainArguments& arguments) {
  arguments.recipe.validate();
  check_output(arguments.run, PendingPath::Kind::kFolder, "model.json");
  Console console(arguments.run.quiet);
  const Model model = train_into(arguments.run.output, arguments.corpus, arguments.recipe,
                                 resources_of(arguments.run, arguments.memory), console);
  print_trained(model, arguments.run, console);
}

void run_count(const CountArguments& arguments) {
  arguments.recipe.validate();
  check_output(arguments.run, PendingPath::Kind::kFolder, "counts.json");
  Console console(arguments.run.quiet);
  const Counts counts = count_into(arguments.run.output, arguments.corpus, arguments.recipe,
                                   resources_of(arguments.run, arguments.memory), console);
  print_summary(counts, console);
  console.line("next",
               fmt::format("eigenlex factorize {} -o MODEL", shell_quoted(arguments.run.output)));
  if (arguments.run.json) print_json_line(summary_json(counts));
}

}  // namespace

void add_train_command(CLI::App& app) {
  auto arguments = std::make_shared<TrainArguments>();
  CLI::App* command = app.add_subcommand("train", "Learn word vectors from a corpus");
  add_count_options(*command, arguments->corpus, arguments->recipe.count);
  add_factor_options(*command, arguments->recipe.factor);
  add_memory_option(*command, arguments->memory);
  add_temporary_files_option(*command, arguments->memory);
  add_resume_option(*command, arguments->memory);
  add_run_options(*command, arguments->run, "MODEL");
  command->footer(
      "Examples:\n  eigenlex train corpus.txt -o corpus.model\n"
      "  eigenlex train news/ books.txt.gz -o en.model --tokenizer unicode --lowercase");
  command->callback([arguments] { run_train(*arguments); });
}

void add_count_command(CLI::App& app) {
  auto arguments = std::make_shared<CountArguments>();
  CLI::App* command =
      app.add_subcommand("count", "Count co-occurrences, to be factorized once or many times");
  add_count_options(*command, arguments->corpus, arguments->recipe);
  add_memory_option(*command, arguments->memory);
  add_temporary_files_option(*command, arguments->memory);
  add_run_options(*command, arguments->run, "COUNTS");
  command->footer("Example:\n  eigenlex count corpus.txt -o corpus.counts --window 5");
  command->callback([arguments] { run_count(*arguments); });
}

}  // namespace eigenlex::tool
