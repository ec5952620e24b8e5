#include <memory>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/embedding/compact.hpp"
#include "eigenlex/embedding/derive.hpp"
#include "eigenlex/embedding/formats.hpp"
#include "eigenlex/embedding/model.hpp"
#include "eigenlex/embedding/stored_embedding.hpp"
#include "eigenlex/embedding/sum_contexts.hpp"

#include "commands.hpp"
#include "compact_export.hpp"
#include "console.hpp"
#include "options.hpp"
#include "output_pipe.hpp"
#include "summary.hpp"
#include "verify_option.hpp"

namespace eigenlex::tool {
namespace {

struct ExportArguments {
  std::string model;
  std::string format = "word2vec";
  DeriveOptions derive;
  CompactSettings compact;
  bool sum_contexts = false;
  ReadOptions read;
  RunSettings run;
};

constexpr const char* kModelFormat = "model";

Model load(const std::string& path, bool contexts, const ReadOptions& read) {
  if (is_matrix_model(path)) {
    return as_model(read_matrix_model(path, read, ModelParts::kWords));
  }
  if (is_model(path)) {
    return read_model(path, read, contexts ? ModelParts::kAll : ModelParts::kWords);
  }
  StoredEmbedding stored = open_embedding(path, read);
  nlohmann::json description = std::move(stored.description);
  return {.words = decode(std::move(stored)),
          .contexts = {},
          .singular_values = {},
          .description = std::move(description)};
}

/// The model that was asked for.
Model load_derived(const ExportArguments& arguments) {
  const bool contexts = arguments.format == kModelFormat || arguments.sum_contexts;
  Model model = derive(load(arguments.model, contexts, arguments.read), arguments.derive);
  if (!arguments.sum_contexts) return model;
  if (model.contexts.rows() == 0) {
    throw OptionError("--sum-contexts", arguments.model,
                      "holds no contexts to add; take a model that `train` or `factorize` made");
  }
  return sum_contexts(model);
}

/// Writes the files of a format to the standard output; those of folders cannot go there.
void write_to_standard_output(const ExportArguments& arguments) {
  const auto format = enum_value<VectorFormat>(arguments.format);
  if (!format || format == VectorFormat::kNpy) {
    throw OptionError("--output", "-",
                      fmt::format("takes a format of one file, and {} has more", arguments.format));
  }
  const Model model = load_derived(arguments);
  OutputPipe pipe;
  write_vectors(model.words, *format, pipe.path());
  pipe.finish();
}

void run(const ExportArguments& arguments) {
  arguments.derive.validate();
  if (arguments.run.output == "-") return write_to_standard_output(arguments);
  const bool to_model = arguments.format == kModelFormat;
  const bool to_compact = is_compact_format(arguments.format);
  check_output(arguments.run,
               to_model || to_compact ? PendingPath::Kind::kFolder : PendingPath::Kind::kFile,
               to_compact ? "compact.json" : "model.json");
  if (to_model && is_matrix_model(arguments.model)) {
    write_model(derive(read_matrix_model(arguments.model, arguments.read), arguments.derive),
                arguments.run.output);
    return;
  }
  const Model model = load_derived(arguments);
  if (to_model) {
    write_model(model, arguments.run.output);
  } else if (to_compact) {
    Console console(arguments.run.quiet);
    write_compact(make_compact(model, arguments.format, arguments.compact, console),
                  arguments.run.output);
  } else {
    write_vectors(model.words, *enum_value<VectorFormat>(arguments.format), arguments.run.output);
  }
}

}  // namespace

void add_export_command(CLI::App& app) {
  auto arguments = std::make_shared<ExportArguments>();
  CLI::App* command = app.add_subcommand(
      "export", "Write vectors for other programs, or with fewer dimensions or another exponent");
  command->add_option("MODEL", arguments->model, "Model directory or file of vectors")->required();
  command->add_option("--format", arguments->format, "Format of the output")
      ->check(CLI::Validator(
          [](const std::string& name) {
            const bool known = name == kModelFormat || is_compact_format(name) ||
                               enum_value<VectorFormat>(name).has_value();
            return known ? std::string() : fmt::format("{} is no format", name);
          },
          ""))
      ->option_text(
          fmt::format("{}|int8|pq|{} [word2vec]", enum_choices<VectorFormat>("|"), kModelFormat));
  command->add_option("--dim", arguments->derive.dim, "Leading dimensions to keep; 0 for all");
  command
      ->add_option("--exponent", arguments->derive.exponent,
                   "Exponent p of the singular values, W = U S^p")
      ->option_text("P [the model's]");
  add_compact_options(*command, arguments->compact);
  command->add_flag("--sum-contexts", arguments->sum_contexts,
                    "Add to each word's vector that of its contexts (the mean of left and right)");
  add_verify_option(*command, arguments->read);
  add_output_options(*command, arguments->run, "FILE");
  command->add_flag("--quiet", arguments->run.quiet, "No progress");
  command->footer(
      "Examples:\n  eigenlex export corpus.model --format word2vec-binary -o corpus.bin\n"
      "  eigenlex export corpus.model --dim 100 --exponent 0.5 --format glove -o corpus.txt\n"
      "  eigenlex export corpus.model --format pq --similarity ws353.txt -o corpus.pq");
  command->callback([arguments] { run(*arguments); });
}

}  // namespace eigenlex::tool
