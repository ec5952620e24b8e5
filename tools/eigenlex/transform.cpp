#include <filesystem>
#include <memory>
#include <string>

#include "eigenlex/embedding/components.hpp"
#include "eigenlex/embedding/table_file.hpp"
#include "eigenlex/learn/factorize_dense.hpp"

#include "commands.hpp"
#include "options.hpp"

namespace eigenlex::tool {
namespace {

struct TransformArguments {
  std::string input;
  Settings settings;
};

void run(const TransformArguments& arguments) {
  const Settings& settings = arguments.settings;
  check_output(settings, PendingPath::Kind::kFile);
  const ThreadCount threads(threads_of(settings));
  const Components components = read_components(settings.model, settings.read);
  PendingPath output(settings.output, PendingPath::Kind::kFile);
  write_table(transform(components, rows_in_file(arguments.input)), output.path());
  output.commit();
}

}  // namespace

void add_transform_command(CLI::App& app) {
  auto arguments = std::make_shared<TransformArguments>();
  CLI::App* command =
      app.add_subcommand("transform", "Write where new rows lie along the components of an array");
  command
      ->add_option("COMPONENTS", arguments->settings.model,
                   "Folder that `eigenlex factorize --input ARRAY.npy` wrote")
      ->required()
      ->option_text("REQUIRED");
  command
      ->add_option("ROWS", arguments->input,
                   "Array of rows, .npy, of as many columns as the one factorized")
      ->required()
      ->option_text("REQUIRED");
  add_verify_option(*command, arguments->settings);
  add_output_options(*command, arguments->settings, "FILE");
  add_threads_option(*command, arguments->settings);
  command->footer(
      "Example:\n  eigenlex transform images.components new.npy -o new.coordinates.npy");
  command->callback([arguments] { run(*arguments); });
}

}  // namespace eigenlex::tool
