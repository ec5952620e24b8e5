#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/parallel.hpp"
#include "eigenlex/learn/embed_texts.hpp"

#include "commands.hpp"
#include "fields.hpp"
#include "options.hpp"
#include "output.hpp"
#include "recipe_options.hpp"

namespace eigenlex::tool {
namespace {

struct EmbedArguments {
  std::vector<std::string> texts{"-"};
  TextVectorOptions options;
  std::optional<TextVectorFormat> format;
  bool keep_common = false;
  MemorySettings memory;
  Settings settings;
};

/// What the ending of the output says where nobody else does.
TextVectorFormat format_of(const EmbedArguments& arguments) {
  if (arguments.format) return *arguments.format;
  const std::string& output = arguments.settings.output;
  if (output.ends_with(".npy")) return TextVectorFormat::kNpy;
  if (output.ends_with(".index")) return TextVectorFormat::kIndex;
  return TextVectorFormat::kText;
}

void tell(const TextVectors& vectors, const Settings& settings, const Console& console) {
  if (settings.json) {
    return print_json(settings, {{"output", settings.output},
                                 {"texts", vectors.texts()},
                                 {"dim", vectors.direction().size()},
                                 {"without_known_words", vectors.unknown_texts()}});
  }
  console.line("vectors",
               fmt::format("{} texts x {}, {} of them zeros for want of a known word",
                           vectors.texts(), vectors.direction().size(), vectors.unknown_texts()));
}

void run(EmbedArguments& arguments) {
  Settings& settings = arguments.settings;
  const TextVectorFormat format = format_of(arguments);
  const bool folder = format == TextVectorFormat::kIndex;
  check_output(settings, folder ? PendingPath::Kind::kFolder : PendingPath::Kind::kFile,
               folder ? "search_index.json" : "");
  arguments.options.remove_direction = !arguments.keep_common;
  arguments.options.validate();
  const ThreadCount threads(threads_of(settings));
  Console console(settings.quiet || settings.json);
  const TextEncoder encoder(
      console.stage("read", [&] { return open_embedding(settings.model, settings.read); }),
      arguments.options.smoothing);
  std::optional<TextVectors> vectors;
  const auto write = [&](const std::string& path) {
    vectors = write_text_vectors(encoder, arguments.texts, arguments.options, format, path,
                                 resources_of(settings, arguments.memory), console);
  };
  if (folder) {
    write(settings.output);
  } else if (settings.output == kStandardOutput) {
    write_file(settings, write);
  } else {
    PendingPath output(settings.output, PendingPath::Kind::kFile);
    write(output.path().string());
    output.commit();
  }
  std::ranges::for_each(vectors->notes(), note_sink(settings));
  tell(*vectors, settings, console);
}

}  // namespace

void add_embed_command(CLI::App& app) {
  auto arguments = std::make_shared<EmbedArguments>();
  TextVectorOptions& options = arguments->options;
  arguments->settings.output = kStandardOutput;
  CLI::App* command = app.add_subcommand(
      "embed", "Write a vector for each line of a text, for search by meaning or other programs");
  add_model_option(*command, arguments->settings);
  command
      ->add_option("TEXTS", arguments->texts,
                   "Files or folders of texts, a line each; .gz .bz2 .xz .zst are read as they are")
      ->option_text("... [standard input]");
  add_choice(*command, "--format", arguments->format, TextVectorFormat::kText,
             "Lines of numbers, an array, or a folder for `eigenlex search`")
      ->option_text(fmt::format("{} [by the ending of the output: .npy, .index, else text]",
                                enum_choices<TextVectorFormat>("|")));
  add_field(*command, "--smoothing", "TextVectorOptions.smoothing", options.smoothing,
            "Weight of a word: A / (A + its share of the corpus)");
  command->add_flag("--keep-common", arguments->keep_common,
                    "Do not take away what all texts have in common");
  add_field(*command, "--encoding", "SourceOptions.encoding", options.source.encoding,
            "Encoding of the texts, as latin1");
  add_field(*command, "--on-bad-bytes", "SourceOptions.bad_bytes", options.source.bad_bytes,
            "What to do about bytes that are not of the encoding");
  add_verify_option(*command, arguments->settings);
  add_run_options(*command, arguments->settings, "FILE");
  command->get_option("--output")->required(false)->option_text("FILE [-]");
  add_memory_option(*command, arguments->memory);
  add_temporary_files_option(*command, arguments->memory);
  command->footer(
      "Examples:\n  eigenlex embed corpus.model < texts.txt > vectors.txt\n"
      "  eigenlex embed corpus.model texts.txt.gz -o texts.npy\n"
      "  eigenlex embed corpus.model texts.txt -o texts.index");
  command->callback([arguments] { run(*arguments); });
}

}  // namespace eigenlex::tool
