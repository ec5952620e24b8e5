#include "eigenlex/learn/update.hpp"

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "eigenlex/core/error.hpp"

#include "commands.hpp"
#include "options.hpp"
#include "output.hpp"
#include "summary.hpp"

namespace eigenlex::tool {
namespace {

struct UpdateArguments {
  std::vector<std::string> text;
  UpdateOptions options;
  MemorySettings memory;
  Settings settings;
};

void print_report(const UpdateReport& report, const Console& console) {
  console.line("added", fmt::format("{} tokens in {} documents, {} new words", report.new_tokens,
                                    report.new_documents, report.new_words));
  if (!report.exact_counts && report.missed_words > 0) {
    console.line("missed",
                 fmt::format("{} of the new words are {} times in the old text too, whose "
                             "pairs are not counted; --exact counts them",
                             report.missed_words, report.missed_tokens));
  }
  console.line("moved", fmt::format("mean cosine with the old vectors {:.4f}; {} words are not in "
                                    "the new text and stay",
                                    report.mean_cosine, report.kept_words));
  std::string words;
  for (const MovedWord& word : report.moved) {
    words += fmt::format("{}{} {:.2f}", words.empty() ? "" : ", ", word.word, word.cosine);
  }
  if (!words.empty()) console.line("moved most", words);
}

void run_update(UpdateArguments& arguments) {
  Settings& settings = arguments.settings;
  check_output(settings, PendingPath::Kind::kFolder, "model.json");
  if (is_model(settings.model) && !keeps_counts(settings.model)) {
    throw IoError(
        fmt::format("{}: keeps no counts to add text to; train it anew with `eigenlex "
                    "train --keep-counts`",
                    settings.model));
  }
  Console console(settings.quiet, &settings.notes);
  UpdatedModel updated =
      update_into(settings.output, settings.model, arguments.text, arguments.options,
                  resources_of(settings, arguments.memory), console, settings.read);
  print_report(updated.report, console);
  if (settings.json) print_json(settings, to_json(updated.report));
}

}  // namespace

void add_update_command(CLI::App& app) {
  auto arguments = std::make_shared<UpdateArguments>();
  CLI::App* command =
      app.add_subcommand("update", "Add text to a model, whose vectors stay comparable");
  command->add_option("MODEL", arguments->settings.model, "Model of `eigenlex train --keep-counts`")
      ->required();
  command->add_option("TEXT", arguments->text, "Files or folders of new text")
      ->required()
      ->option_text("... REQUIRED");
  command->add_flag("--exact", arguments->options.exact,
                    "The very model of all text at once, trained anew of exact counts");
  add_memory_option(*command, arguments->memory);
  add_temporary_files_option(*command, arguments->memory);
  add_verify_option(*command, arguments->settings);
  add_run_options(*command, arguments->settings, "MODEL2");
  command->footer("Example:\n  eigenlex update news.model today.txt -o news2.model");
  command->callback([arguments] { run_update(*arguments); });
}

}  // namespace eigenlex::tool
