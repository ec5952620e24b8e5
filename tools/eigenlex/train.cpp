#include "eigenlex/learn/train.hpp"

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "eigenlex/learn/evidence.hpp"

#include "commands.hpp"
#include "fields.hpp"
#include "options.hpp"
#include "output.hpp"
#include "ranks.hpp"
#include "recipe_options.hpp"
#include "summary.hpp"

namespace eigenlex::tool {
namespace {

/// Of both commands; one that counts alone uses the recipe for counting alone.
struct TrainArguments {
  std::vector<std::string> corpus;
  std::string vocabulary;  ///< folder of one that parts share; empty for the corpus's own
  Recipe recipe;
  KeptEvidence keep;
  MemorySettings memory;
  Settings settings;
};

void run_train(TrainArguments& arguments) {
  Settings& settings = arguments.settings;
  arguments.recipe.validate();
  join_ranks(settings);
  check_output(settings, PendingPath::Kind::kFolder, "model.json");
  Console console(settings.quiet, &settings.notes);
  Model model =
      train_with_evidence_into(settings.output, arguments.corpus, arguments.recipe, arguments.keep,
                               resources_of(settings, arguments.memory), console);
  if (!answers(settings)) return;
  const ModelSummary made = summarize(std::move(model));
  print_made(made, settings, console, "similar", made.words.word(made.words.size() / 10));
}

void run_count(TrainArguments& arguments) {
  const CountRecipe& recipe = arguments.recipe.count;
  Settings& settings = arguments.settings;
  recipe.validate();
  join_ranks(settings);
  check_output(settings, PendingPath::Kind::kFolder, "counts.json");
  std::optional<CorpusVocabulary> shared;
  if (!arguments.vocabulary.empty()) shared = read_corpus_vocabulary(arguments.vocabulary);
  Console console(settings.quiet, &settings.notes);
  const Counts counts =
      count_into(settings.output, arguments.corpus, recipe,
                 resources_of(settings, arguments.memory), console, shared ? &*shared : nullptr);
  if (!answers(settings)) return;
  print_summary(counts, console);
  console.line("next",
               fmt::format("eigenlex factorize {} -o MODEL", shell_quoted(settings.output)));
  if (settings.json) print_json(settings, to_json(counts));
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
  name_field("KeptEvidence.counts", "--keep-counts");
  command
      ->add_flag("--keep-counts", arguments->keep.counts,
                 "Keep the counts and all words in the model, for `eigenlex why`, `contexts` and "
                 "`update`")
      ->excludes("--resume");
  command->add_flag(
      "--keep-text", arguments->keep.text,
      "Keep the text in the model, compressed and with an index, for `eigenlex kwic`");
  add_run_options(*command, arguments->settings, "MODEL");
  add_distributed_option(*command, arguments->settings);
  command->footer(
      "Examples:\n  eigenlex train corpus.txt -o corpus.model\n"
      "  eigenlex train news/ books.txt.gz -o en.model --tokenizer unicode --lowercase");
  command->callback([arguments] { run_train(*arguments); });
}

void add_count_command(CLI::App& app) {
  auto arguments = std::make_shared<TrainArguments>();
  CLI::App* command =
      app.add_subcommand("count", "Count co-occurrences, to be factorized once or many times");
  add_count_options(*command, arguments->corpus, arguments->recipe.count);
  name_field("CorpusVocabulary", "--vocabulary");
  command
      ->add_option("--vocabulary", arguments->vocabulary,
                   "Count a part of a corpus by the vocabulary of all of it, which `eigenlex "
                   "vocabulary` made; `eigenlex merge` adds the parts up")
      ->option_text("VOCABULARY");
  add_memory_option(*command, arguments->memory);
  add_temporary_files_option(*command, arguments->memory);
  add_run_options(*command, arguments->settings, "COUNTS");
  add_distributed_option(*command, arguments->settings);
  command->footer("Example:\n  eigenlex count corpus.txt -o corpus.counts --window 5");
  command->callback([arguments] { run_count(*arguments); });
}

}  // namespace eigenlex::tool
