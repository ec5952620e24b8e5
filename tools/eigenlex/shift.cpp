#include "eigenlex/learn/shift.hpp"

#include <algorithm>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/file.hpp"
#include "eigenlex/embedding/model.hpp"

#include "commands.hpp"
#include "fields.hpp"
#include "options.hpp"
#include "output.hpp"
#include "recipe_options.hpp"
#include "shift_page.hpp"

namespace eigenlex::tool {
namespace {

constexpr std::size_t kNeighboursShown = 5;

/// Quick, and enough to compare periods with.
Recipe quick_recipe() {
  Recipe recipe;
  recipe.factor.method = Method::kSvd;
  return recipe;
}

struct ShiftArguments {
  std::string old_period;
  std::vector<std::string> periods;
  std::string page;
  std::size_t count = 20;
  Recipe recipe = quick_recipe();
  ShiftOptions options;
  Settings settings;
};

std::string name_of(const std::string& path) {
  const std::filesystem::path name(path);
  return (name.has_filename() ? name : name.parent_path()).stem().string();
}

std::string neighbours_text(const WordInPeriod& in) {
  const std::size_t shown = std::min(in.neighbours.size(), kNeighboursShown);
  return fmt::format("{}",
                     fmt::join(in.neighbours.begin(),
                               in.neighbours.begin() + static_cast<std::ptrdiff_t>(shown), " "));
}

void print_table(const ShiftReport& report, std::size_t count) {
  fmt::print("word\tscore\tp\treported\tcosine\tinterval\toverlap\tcounts\tbefore\tafter\n");
  for (std::size_t i = 0; i < std::min(count, report.words.size()); ++i) {
    const WordShift& word = report.words[i];
    const WordInPeriod& last = word.periods.back();
    std::vector<std::int64_t> counts;
    for (const WordInPeriod& in : word.periods) counts.push_back(in.count);
    fmt::print("{}\t{:.1f}\t{:.2g}\t{}\t{:.3f}\t{}\t{:.2f}\t{}\t{}\t{}\n", word.word, word.score,
               word.p_value, word.is_reported ? "yes" : "no", last.cosine,
               last.interval
                   ? fmt::format("{:.3f} .. {:.3f}", last.interval->low, last.interval->high)
                   : "-",
               last.overlap, fmt::join(counts, " "), neighbours_text(word.periods.front()),
               neighbours_text(last));
  }
}

ShiftReport find_shift(ShiftArguments& arguments, Console& console) {
  const Settings& settings = arguments.settings;
  std::vector<std::string> paths{arguments.old_period};
  paths.insert(paths.end(), arguments.periods.begin(), arguments.periods.end());
  const auto models = std::ranges::count_if(paths, [](const auto& path) { return is_model(path); });
  if (models == 0) {
    std::vector<PeriodTexts> periods;
    for (const std::string& path : paths) periods.push_back({name_of(path), {path}});
    return shift(periods, arguments.recipe, arguments.options, resources_of(settings), console);
  }
  if (models < std::ssize(paths)) {
    throw OptionError("NEW", fmt::format("{}", fmt::join(paths, " ")),
                      "must be texts like OLD, or models like it, not both");
  }
  std::vector<PeriodVectors> periods;
  console.begin("read");
  for (const std::string& path : paths) {
    periods.push_back({name_of(path), load_embedding(path, settings.read)});
  }
  console.end();
  note_sink(arguments.settings)(
      "models alone give no intervals, and words are measured by words of their frequency only: "
      "give texts for both");
  return shift(periods, arguments.options, console);
}

void run(ShiftArguments& arguments) {
  Settings& settings = arguments.settings;
  arguments.options.validate();
  arguments.recipe.validate();
  settings.output = arguments.page;
  if (arguments.page == kStandardOutput) {
    throw OptionError("--page", arguments.page, "must be a file: the words go to the output");
  }
  if (!arguments.page.empty()) check_output(settings, PendingPath::Kind::kFile);
  const ThreadCount threads(threads_of(settings));
  Console console(settings.quiet || settings.json);
  const ShiftReport report = find_shift(arguments, console);
  if (!arguments.page.empty()) {
    PendingPath pending(arguments.page, PendingPath::Kind::kFile);
    OutputFile file(pending.path());
    file.write(shift_page(report, arguments.count));
    file.close();
    pending.commit();
  }
  if (settings.json) {
    print_json(settings, to_json(report));
    return;
  }
  print_table(report, arguments.count);
  console.line("reported", fmt::format("{} of {} words", report.reported, report.words.size()));
}

}  // namespace

void add_shift_command(CLI::App& app) {
  auto arguments = std::make_shared<ShiftArguments>();
  ShiftOptions& options = arguments->options;
  Settings& settings = arguments->settings;
  CLI::App* command =
      app.add_subcommand("shift", "Find the words whose use changed between corpora or periods");
  std::vector<std::string>& periods = arguments->periods;
  command->add_option("OLD", arguments->old_period, "Text or model of the first period")
      ->required();
  command->add_option("NEW", periods, "Texts or models of later periods, in their order")
      ->required()
      ->option_text("...");
  add_field(*command, "--least-count", "ShiftOptions.least_count", options.least_count,
            "Look at words that occur so often in each period");
  add_field(*command, "--resamples", "ShiftOptions.resamples", options.resamples,
            "Resamples of the documents, for intervals and for what chance does; 0 for none");
  add_field(*command, "--false-discovery", "ShiftOptions.false_discovery", options.false_discovery,
            "Share of the words reported that may be reported wrongly");
  add_field(*command, "--neighbours", "ShiftOptions.neighbours", options.neighbours,
            "Nearest words whose overlap is measured");
  add_field(*command, "--matched", "ShiftOptions.matched", options.matched,
            "Words of like frequency that a word is measured by");
  add_field(*command, "--resample-seed", "ShiftOptions.seed", options.seed,
            "Seed of the resamples");
  command->add_option("-k,--count", arguments->count, "Words to print, and to draw in the page");
  command->add_option("--page", arguments->page, "Write a page that draws the words' paths")
      ->option_text("HTML");
  command->add_flag("--force", settings.force, "Replace a page that exists");
  add_corpus_options(*command, arguments->recipe.count.tokenizer,
                     arguments->recipe.count.vocabulary);
  add_field(*command, "--document", "SourceOptions.document",
            arguments->recipe.count.source.document, "What is resampled, and windows do not cross");
  FactorRecipe& factor = arguments->recipe.factor;
  add_field(*command, "--window", "CooccurrenceOptions.window", arguments->recipe.count.window,
            "Words on each side that count");
  add_field(*command, "--dim", "SvdOptions.rank", factor.svd.rank,
            "Dimensions of the vectors; 0 for what the smallest text supports, at most 300");
  add_field(*command, "--method", "FactorRecipe.method", factor.method,
            "Truncated SVD (quick), or weighted least squares from it on");
  add_verify_option(*command, settings);
  add_threads_option(*command, settings);
  add_quiet_option(*command, settings);
  command->add_flag("--json", settings.json, "Print one object of all words");
  command->footer(
      "Examples:\n  eigenlex shift 1990.txt 2020.txt --page shift.html\n"
      "  eigenlex shift 1990.model 2000.model 2010.model");
  command->callback([arguments] { run(*arguments); });
}

}  // namespace eigenlex::tool
