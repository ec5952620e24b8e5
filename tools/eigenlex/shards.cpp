#include "eigenlex/learn/shards.hpp"

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "commands.hpp"
#include "fields.hpp"
#include "options.hpp"
#include "output.hpp"
#include "recipe_options.hpp"
#include "summary.hpp"

// Counting in parts: the vocabulary of all, and the sum of what was counted by it.

namespace eigenlex::tool {
namespace {

struct VocabularyArguments {
  std::vector<std::string> parts;
  CountRecipe recipe;
  VocabularyOptions cut{.min_count = 1};
  Settings settings;
};

struct MergeArguments {
  std::vector<std::filesystem::path> parts;
  MemorySettings memory;
  Settings settings;
};

void run_vocabulary(VocabularyArguments& arguments) {
  Settings& settings = arguments.settings;
  check_output(settings, PendingPath::Kind::kFolder, "vocabulary.json");
  Console console(settings.quiet, &settings.notes);
  const CorpusVocabulary made = gather_vocabulary_of(
      arguments.parts, arguments.recipe, arguments.cut, resources_of(settings), console);
  console.stage("write", [&] { write_corpus_vocabulary(made, settings.output); });
  console.line("corpus", fmt::format("{} tokens in {} documents, {} distinct words", made.tokens,
                                     made.documents, made.distinct_words));
  console.line("vocabulary", fmt::format("{} words", made.words.size()));
  console.line("next", fmt::format("eigenlex count PART --vocabulary {} -o COUNTS",
                                   shell_quoted(settings.output)));
  if (!settings.json) return;
  print_json(settings, {{"words", made.words.size()},
                        {"distinct_words", made.distinct_words},
                        {"tokens", made.tokens},
                        {"documents", made.documents}});
}

void run_merge(MergeArguments& arguments) {
  Settings& settings = arguments.settings;
  check_output(settings, PendingPath::Kind::kFolder, "counts.json");
  Console console(settings.quiet, &settings.notes);
  const Counts merged =
      merge_counts_into(settings.output, arguments.parts, resources_of(settings, arguments.memory),
                        console, settings.read);
  print_summary(merged, console);
  console.line("next",
               fmt::format("eigenlex factorize {} -o MODEL", shell_quoted(settings.output)));
  if (settings.json) print_json(settings, to_json(merged));
}

}  // namespace

void add_vocabulary_command(CLI::App& app) {
  auto arguments = std::make_shared<VocabularyArguments>();
  CLI::App* command = app.add_subcommand(
      "vocabulary", "Gather the words of a corpus that is to be counted in parts");
  command
      ->add_option("PARTS", arguments->parts,
                   "Files or folders of text, or vocabularies of parts that were gathered before")
      ->required()
      ->option_text("... REQUIRED");
  add_corpus_options(*command, arguments->recipe.tokenizer, arguments->cut);
  add_source_options(*command, arguments->recipe.source);
  add_run_options(*command, arguments->settings, "VOCABULARY");
  command->footer(
      "Examples:\n  eigenlex vocabulary part1.txt part2.txt -o all.vocabulary\n"
      "  eigenlex vocabulary part1.vocabulary part2.vocabulary -o all.vocabulary");
  command->callback([arguments] { run_vocabulary(*arguments); });
}

void add_merge_command(CLI::App& app) {
  auto arguments = std::make_shared<MergeArguments>();
  CLI::App* command =
      app.add_subcommand("merge", "Add up counts of parts of a corpus, as if counted at once");
  command
      ->add_option("COUNTS", arguments->parts,
                   "Folders that `eigenlex count --vocabulary` wrote, of one vocabulary")
      ->required()
      ->option_text("... REQUIRED");
  add_temporary_files_option(*command, arguments->memory);
  add_verify_option(*command, arguments->settings);
  add_run_options(*command, arguments->settings, "COUNTS");
  command->footer("Example:\n  eigenlex merge part1.counts part2.counts -o all.counts");
  command->callback([arguments] { run_merge(*arguments); });
}

}  // namespace eigenlex::tool
