#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "eigenlex/core/error.hpp"
#include "eigenlex/learn/factorize_matrix.hpp"
#include "eigenlex/learn/train.hpp"

#include "commands.hpp"
#include "notes.hpp"
#include "options.hpp"
#include "results.hpp"
#include "summary.hpp"
#include "verify_option.hpp"

namespace eigenlex::tool {
namespace {

struct FactorizeArguments {
  std::string counts;
  ReadOptions read;
  std::string matrix;  ///< file of a matrix; empty where counts are factorized
  std::vector<std::string> columns;
  double confidence = MatrixRecipe{}.confidence;
  FactorRecipe recipe;
  MemorySettings memory;
  RunSettings run;
};

/// The recipe for matrices with the options that were given: those that were not have other
/// defaults than for counts.
MatrixRecipe matrix_recipe(const CLI::App& command, const FactorizeArguments& arguments) {
  MatrixRecipe recipe;
  const FactorRecipe& given = arguments.recipe;
  const auto take = [&](const char* flag, auto& option, const auto& value) {
    if (!command.get_option(flag)->empty()) option = value;
  };
  take("--method", recipe.method, given.method);
  take("--dim", recipe.svd.rank, given.svd.rank);
  take("--seed", recipe.svd.seed, given.svd.seed);
  take("--tolerance", recipe.svd.tolerance, given.svd.tolerance);
  take("--max-iterations", recipe.svd.max_iterations, given.svd.max_iterations);
  take("--solver", recipe.solver, given.solver);
  take("--precision", recipe.precision, given.precision);
  take("--exponent", recipe.exponent, given.exponent);
  take("--sweeps", recipe.als.sweeps, given.als.sweeps);
  take("--als-steps", recipe.als.cg_steps, given.als.cg_steps);
  take("--als-unobserved", recipe.als.unobserved_weight, given.als.unobserved_weight);
  take("--als-regularization", recipe.als.regularization, given.als.regularization);
  recipe.confidence = arguments.confidence;
  return recipe;
}

template <class AnyModel>
void write(const AnyModel& model, const std::string& output, Console& console) {
  console.begin("write");
  write_model(model, output);
  console.end();
}

void run_on_matrix(const FactorizeArguments& arguments, const MatrixRecipe& recipe) {
  recipe.validate();
  check_output(arguments.run, PendingPath::Kind::kFolder, "model.json");
  Console console(arguments.run.quiet);
  Notes notes;
  MatrixModel model =
      factorize_matrix(arguments.matrix, recipe, resources_of(arguments.run), console,
                       arguments.columns, note_sink(arguments.run.json, notes));
  write(model, arguments.run.output, console);
  const Model shown = as_model(std::move(model));
  print_summary(shown, console);
  console.line("next", fmt::format("eigenlex recommend {} {}", shell_quoted(arguments.run.output),
                                   shell_quoted(shown.words.vocabulary.word(0))));
  if (!arguments.run.json) return;
  nlohmann::ordered_json result = summary_json(shown);
  result["notes"] = notes;
  print_json_line(result);
}

void run_on_counts(const FactorizeArguments& arguments) {
  arguments.recipe.validate();
  check_output(arguments.run, PendingPath::Kind::kFolder, "model.json");
  const std::filesystem::path counts = arguments.counts;
  std::error_code unknown;
  if (!std::filesystem::exists(counts / "counts.json", unknown)) {
    throw IoError(
        fmt::format("{}: holds no counts.json; make a folder of counts with `eigenlex count`",
                    arguments.counts));
  }
  Console console(arguments.run.quiet);
  const Model model =
      factorize(counts, arguments.recipe, resources_of(arguments.run, arguments.memory), console,
                arguments.read);
  write(model, arguments.run.output, console);
  print_trained(model, arguments.run, console);
}

/// Adds `--input`, which excludes the options that only counts have a use for, and `--confidence`.
void add_matrix_options(CLI::App& command, FactorizeArguments& arguments) {
  CLI::Option* input =
      command
          .add_option(
              "--input", arguments.matrix,
              "Factorize a matrix instead of counts: a table of row, column and value, or a "
              "Matrix Market file; compressed or not, - for the standard input")
          ->option_text("FILE");
  add_columns_option(
      command, arguments.columns,
      "Columns of row, column and maybe value: numbers from 1, or names in the first "
      "line",
      "A,B,C [the first]");
  command.get_option("--columns")->needs(input);
  command
      .add_option("--confidence", arguments.confidence,
                  "What a value of 1 adds to the weight of its cell in als")
      ->needs(input);
  for (const char* flag : {"COUNTS", "--subsample", "--context-smoothing", "--negative",
                           "--als-weight-max", "--als-weight-exponent", "--blend", "--memory"}) {
    input->excludes(command.get_option(flag));
  }
}

}  // namespace

void add_factorize_command(CLI::App& app) {
  auto arguments = std::make_shared<FactorizeArguments>();
  CLI::App* command =
      app.add_subcommand("factorize", "Make vectors of counts, or of any sparse matrix");
  command->add_option("COUNTS", arguments->counts, "Folder that `eigenlex count` wrote");
  add_factor_options(*command, arguments->recipe);
  add_memory_option(*command, arguments->memory);
  add_matrix_options(*command, *arguments);
  add_verify_option(*command, arguments->read);
  add_run_options(*command, arguments->run, "MODEL");
  command->footer(
      "Examples:\n  eigenlex factorize corpus.counts -o corpus.model --dim 100\n"
      "  eigenlex factorize --input ratings.tsv --method als -o ratings.model");
  command->callback([arguments, command] {
    if (!arguments->matrix.empty()) {
      run_on_matrix(*arguments, matrix_recipe(*command, *arguments));
    } else if (arguments->counts.empty()) {
      throw CLI::RequiredError("COUNTS or --input");
    } else {
      run_on_counts(*arguments);
    }
  });
}

}  // namespace eigenlex::tool
