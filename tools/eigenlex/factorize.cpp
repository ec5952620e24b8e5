#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/learn/factorize_dense.hpp"
#include "eigenlex/learn/factorize_matrix.hpp"
#include "eigenlex/learn/train.hpp"

#include "commands.hpp"
#include "fields.hpp"
#include "options.hpp"
#include "ranks.hpp"
#include "recipe_options.hpp"
#include "summary.hpp"

namespace eigenlex::tool {
namespace {

bool is_array(const std::string& path) { return path.ends_with(".npy"); }

struct FactorizeArguments {
  std::string counts;
  std::string matrix;  ///< file of a matrix; empty where counts are factorized
  std::vector<std::string> columns;
  double confidence = MatrixRecipe{}.confidence;
  bool uncentred = false;
  FactorRecipe recipe;
  MemorySettings memory;
  Settings settings;
};

void run_on_matrix(FactorizeArguments& arguments, MatrixRecipe recipe) {
  Settings& settings = arguments.settings;
  recipe.confidence = arguments.confidence;
  recipe.validate();
  join_ranks(settings);
  check_output(settings, PendingPath::Kind::kFolder, "model.json");
  Console console(settings.quiet, &settings.notes);
  MatrixModel model = factorize_matrix(arguments.matrix, recipe, resources_of(settings), console,
                                       arguments.columns, note_sink(settings));
  console.stage("write", [&] { write_model(model, settings.output); });
  const std::string first(model.rows.vocabulary.word(0));
  print_made(summarize(std::move(model)), settings, console, "recommend", first);
}

void run_on_array(FactorizeArguments& arguments, DenseRecipe recipe) {
  Settings& settings = arguments.settings;
  recipe.centre = !arguments.uncentred;
  recipe.validate();
  join_ranks(settings);
  check_output(settings, PendingPath::Kind::kFolder, "components.json");
  Console console(settings.quiet, &settings.notes);
  const Components components = factorize_dense(std::filesystem::path(arguments.matrix), recipe,
                                                resources_of(settings, arguments.memory), console);
  console.stage("write", [&] { write_components(components, settings.output); });
  print_made(components, settings, console);
}

void run_on_counts(FactorizeArguments& arguments) {
  Settings& settings = arguments.settings;
  arguments.recipe.validate();
  join_ranks(settings);
  check_output(settings, PendingPath::Kind::kFolder, "model.json");
  const std::filesystem::path counts = arguments.counts;
  std::error_code unknown;
  if (!std::filesystem::exists(counts / "counts.json", unknown)) {
    throw IoError(
        fmt::format("{}: holds no counts.json; make a folder of counts with `eigenlex count`",
                    arguments.counts));
  }
  Console console(settings.quiet, &settings.notes);
  Model model = factorize(counts, arguments.recipe, resources_of(settings, arguments.memory),
                          console, settings.read);
  if (!answers(settings)) return;
  console.stage("write", [&] { write_model(model, settings.output); });
  const ModelSummary made = summarize(std::move(model));
  print_made(made, settings, console, "similar", made.words.word(made.words.size() / 10));
}

/// Adds `--input`, which excludes the options that only counts have a use for, and `--confidence`.
void add_matrix_options(CLI::App& command, FactorizeArguments& arguments) {
  CLI::Option* input =
      command
          .add_option(
              "--input", arguments.matrix,
              "Factorize a matrix instead of counts: a table of row, column and value, a Matrix "
              "Market file, compressed or not, - for the standard input; or an array of NumPy, "
              ".npy, of which the result is principal components")
          ->option_text("FILE");
  add_columns_option(command, arguments.columns,
                     "Columns of row, column and maybe value: numbers from 1, or names in the "
                     "first line",
                     "A,B,C [the first]");
  command.get_option("--columns")->needs(input);
  add_field(command, "--confidence", "MatrixRecipe.confidence", arguments.confidence,
            "What a value of 1 adds to the weight of its cell in als")
      ->needs(input);
  command
      .add_flag("--uncentred", arguments.uncentred,
                "Do not take the mean row off an array: its SVD, no principal components")
      ->needs(input);
  for (const char* flag : {"COUNTS", "--subsample", "--context-smoothing", "--negative",
                           "--damping", "--als-weight-max", "--als-weight-exponent", "--als-folded",
                           "--als-lowest", "--blend", "--subwords", "--distributed"}) {
    input->excludes(command.get_option(flag));
  }
}

}  // namespace

void add_factorize_command(CLI::App& app) {
  auto arguments = std::make_shared<FactorizeArguments>();
  CLI::App* command = app.add_subcommand("factorize", "Make vectors of counts, or of any matrix");
  command->add_option("COUNTS", arguments->counts, "Folder that `eigenlex count` wrote");
  add_factor_options(*command, arguments->recipe);
  add_memory_option(*command, arguments->memory);
  add_distributed_option(*command, arguments->settings);
  add_matrix_options(*command, *arguments);
  add_verify_option(*command, arguments->settings);
  add_run_options(*command, arguments->settings, "MODEL");
  command->footer(
      "Examples:\n  eigenlex factorize corpus.counts -o corpus.model --dim 100\n"
      "  eigenlex factorize --input ratings.tsv --method als -o ratings.model\n"
      "  eigenlex factorize --input images.npy --dim 50 -o images.components");
  command->callback([arguments, command] {
    if (is_array(arguments->matrix)) {
      run_on_array(*arguments, dense_recipe(*command, arguments->recipe));
    } else if (!arguments->matrix.empty()) {
      for (const char* flag : {"--memory", "--uncentred"}) {
        if (!command->get_option(flag)->empty()) {
          throw CLI::ValidationError(flag, "is for an array, not for a sparse matrix");
        }
      }
      run_on_matrix(*arguments, matrix_recipe(*command, arguments->recipe));
    } else if (arguments->counts.empty()) {
      throw CLI::RequiredError("COUNTS or --input");
    } else {
      run_on_counts(*arguments);
    }
  });
}

}  // namespace eigenlex::tool
