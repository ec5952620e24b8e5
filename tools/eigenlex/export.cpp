#include <memory>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/embedding/compact.hpp"
#include "eigenlex/embedding/derive.hpp"
#include "eigenlex/embedding/formats.hpp"
#include "eigenlex/embedding/model_summary.hpp"
#include "eigenlex/embedding/sum_contexts.hpp"
#include "eigenlex/evaluate/benchmarks.hpp"
#include "eigenlex/learn/make_compact.hpp"

#include "commands.hpp"
#include "fields.hpp"
#include "options.hpp"
#include "output.hpp"

namespace eigenlex::tool {
namespace {

struct ExportArguments {
  std::string format = "word2vec";
  DeriveOptions derive;
  PqOptions pq;
  std::vector<std::string> similarity_files;
  std::vector<std::string> columns;
  bool sum_contexts = false;
  Settings settings;
};

constexpr const char* kModelFormat = "model";

/// The model that was asked for.
Model load_derived(const ExportArguments& arguments) {
  const Settings& settings = arguments.settings;
  const bool contexts = arguments.format == kModelFormat || arguments.sum_contexts;
  Model model = derive(read_any_model(settings.model, settings.read,
                                      contexts ? ModelParts::kAll : ModelParts::kWords),
                       arguments.derive);
  if (!arguments.sum_contexts) return model;
  if (model.contexts.rows() == 0) {
    throw OptionError("--sum-contexts", settings.model,
                      "holds no contexts to add; take a model that `train` or `factorize` made");
  }
  return sum_contexts(model);
}

void export_model(const ExportArguments& arguments) {
  const Settings& settings = arguments.settings;
  check_output(settings, PendingPath::Kind::kFolder, "model.json");
  if (is_matrix_model(settings.model)) {
    write_model(derive(read_matrix_model(settings.model, settings.read), arguments.derive),
                settings.output);
  } else {
    write_model(load_derived(arguments), settings.output);
  }
}

void export_compact(const ExportArguments& arguments, CompactFormat format) {
  const Settings& settings = arguments.settings;
  check_output(settings, PendingPath::Kind::kFolder, "compact.json");
  const Benchmarks benchmarks = read_benchmarks(arguments.similarity_files, {}, arguments.columns);
  print_notes(benchmarks.notes());
  const Model model = load_derived(arguments);
  Console console(settings.quiet);
  write_compact(make_compact(model, format, arguments.pq, benchmarks.similarity, console),
                settings.output);
}

void export_vectors(const ExportArguments& arguments, VectorFormat format) {
  const Settings& settings = arguments.settings;
  // Beside an array lies a file of its words.
  check_output(settings, PendingPath::Kind::kFile, "model.json");
  if (format == VectorFormat::kNpy && settings.output == kStandardOutput) {
    throw OptionError("--output", kStandardOutput,
                      fmt::format("takes a format of one file, and {} has more", arguments.format));
  }
  const Model model = load_derived(arguments);
  write_file(settings, [&](const std::string& path) { write_vectors(model.words, format, path); });
}

void run(const ExportArguments& arguments) {
  arguments.derive.validate();
  if (arguments.format == kModelFormat) {
    export_model(arguments);
  } else if (const auto compact = enum_value<CompactFormat>(arguments.format)) {
    export_compact(arguments, *compact);
  } else {
    export_vectors(arguments, *enum_value<VectorFormat>(arguments.format));
  }
}

std::string fault_of_format(const std::string& name) {
  const bool known =
      name == kModelFormat || enum_value<CompactFormat>(name) || enum_value<VectorFormat>(name);
  return known ? std::string() : fmt::format("{} is no format", name);
}

}  // namespace

void add_export_command(CLI::App& app) {
  auto arguments = std::make_shared<ExportArguments>();
  CLI::App* command = app.add_subcommand(
      "export", "Write vectors for other programs, or with fewer dimensions or another exponent");
  add_model_option(*command, arguments->settings);
  command->add_option("--format", arguments->format, "Format of the output")
      ->check(CLI::Validator(fault_of_format, ""))
      ->option_text(fmt::format("{}|{}|{} [word2vec]", enum_choices<VectorFormat>("|"),
                                enum_choices<CompactFormat>("|"), kModelFormat));
  add_field(*command, "--dim", "DeriveOptions.dim", arguments->derive.dim,
            "Leading dimensions to keep; 0 for all");
  add_field(*command, "--exponent", "DeriveOptions.exponent", arguments->derive.exponent,
            "Exponent p of the singular values, W = U S^p")
      ->option_text("P [the model's]");
  add_field(*command, "--subvectors", "PqOptions.subvectors", arguments->pq.subvectors,
            "Bytes a word in pq, at most the dimensions");
  add_field(*command, "--seed", "PqOptions.seed", arguments->pq.seed,
            "Seed of the codebooks of pq");
  command
      ->add_option("--similarity", arguments->similarity_files,
                   "File of word pairs; int8 and pq record the scores before and after")
      ->option_text("FILE")
      ->allow_extra_args(false);
  add_columns_option(*command, arguments->columns,
                     "Columns of the two words and the score: numbers from 1, or names in the "
                     "first line",
                     "A,B,C [the first]");
  command->add_flag("--sum-contexts", arguments->sum_contexts,
                    "Add to each word's vector that of its contexts (the mean of left and right)");
  add_verify_option(*command, arguments->settings);
  add_output_options(*command, arguments->settings, "FILE");
  add_quiet_option(*command, arguments->settings);
  command->footer(
      "Examples:\n  eigenlex export corpus.model --format word2vec-binary -o corpus.bin\n"
      "  eigenlex export corpus.model --dim 100 --exponent 0.5 --format glove -o corpus.txt\n"
      "  eigenlex export corpus.model --format pq --similarity ws353.txt -o corpus.pq");
  command->callback([arguments] { run(*arguments); });
}

}  // namespace eigenlex::tool
