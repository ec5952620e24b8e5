#include <algorithm>
#include <cmath>
#include <memory>
#include <set>
#include <string>

#include <fmt/format.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/parallel.hpp"

#include "choice_option.hpp"
#include "commands.hpp"
#include "compare/contenders.hpp"
#include "compare/settings.hpp"

namespace eigenlex::tool {
namespace {

namespace fs = std::filesystem;

constexpr int kMostSeeds = 100;

NamedTable parse_table(const std::string& text) {
  const std::size_t equals = text.find('=');
  if (equals == std::string::npos || equals == 0 || equals + 1 == text.size()) {
    throw OptionError("--table", text, "must be name=path");
  }
  return {text.substr(0, equals), text.substr(equals + 1)};
}

void check_names(const CompareSettings& settings) {
  std::set<std::string> seen;
  const auto add = [&](const std::string& name) {
    if (!seen.insert(name).second) throw OptionError("contender", name, "is given twice");
  };
  for (const std::string& name : settings.contenders) add(contender_named(name).name);
  for (const NamedTable& table : settings.tables) add(table.name);
  if (seen.empty()) throw OptionError("--contenders", "", "must name at least one");
}

void check_output(const fs::path& output) {
  std::error_code unknown;
  const bool exists = fs::exists(output, unknown);
  if (exists && !fs::is_directory(output, unknown)) {
    throw IoError(fmt::format("{}: is a file; -o needs a folder", output.string()));
  }
  if (exists && !fs::is_empty(output, unknown) && !fs::exists(output / "work", unknown)) {
    throw IoError(
        fmt::format("{}: holds files of something else; name a new folder or one that compare made",
                    output.string()));
  }
}

struct CompareArguments {
  CompareSettings settings;
  std::vector<std::string> tables;
};

void run(CompareArguments& arguments) {
  CompareSettings& settings = arguments.settings;
  for (const std::string& table : arguments.tables) settings.tables.push_back(parse_table(table));
  if (settings.threads == 0) settings.threads = thread_count();
  if (settings.contenders.empty()) {
    for (const Contender& contender : all_contenders()) {
      if (contender.by_default) settings.contenders.push_back(contender.name);
    }
  }
  validate(settings);
  run_compare(settings);
}

}  // namespace

void validate(const CompareSettings& settings) {
  settings.tokenizer.validate();
  settings.vocabulary.validate();
  if (settings.dim < 1) {
    throw OptionError("--dim", fmt::to_string(settings.dim), "must be at least 1");
  }
  if (settings.seeds < 1 || settings.seeds > kMostSeeds) {
    throw OptionError("--seeds", fmt::to_string(settings.seeds),
                      fmt::format("must be 1..{}", kMostSeeds));
  }
  if (!(settings.budget_minutes >= 0) || std::isinf(settings.budget_minutes)) {
    throw OptionError("--budget", fmt::to_string(settings.budget_minutes),
                      "must be minutes, or 0 for no limit");
  }
  if (settings.restrict_to < 0) {
    throw OptionError("--restrict", fmt::to_string(settings.restrict_to), "must be at least 0");
  }
  check_names(settings);
  check_output(settings.output);
}

void add_compare_command(CLI::App& app) {
  auto arguments = std::make_shared<CompareArguments>();
  CompareSettings& settings = arguments->settings;
  CLI::App* command = app.add_subcommand(
      "compare", "Train contenders on a corpus and report quality, time and memory side by side");
  command->add_option("CORPUS", settings.corpus, "Files or folders of text, as for train")
      ->required();
  command->add_option("--labelled", settings.labelled, "File of labelled texts, label<TAB>text")
      ->option_text("FILE")
      ->allow_extra_args(false);
  command->add_option("--similarity", settings.similarity, "File of word pairs")
      ->option_text("FILE")
      ->allow_extra_args(false);
  command->add_option("--analogies", settings.analogies, "File of analogy questions")
      ->option_text("FILE")
      ->allow_extra_args(false);
  command->add_option("--table", arguments->tables, "Vectors that another program learned")
      ->option_text("NAME=PATH")
      ->allow_extra_args(false);
  std::string names, others;
  for (const Contender& contender : all_contenders()) {
    if (contender.by_default) {
      names += (names.empty() ? "" : ",") + contender.name;
    } else {
      others += "; also " + contender.name;
    }
  }
  command->add_option("--contenders", settings.contenders, "What to train, between commas" + others)
      ->delimiter(',')
      ->allow_extra_args(false)
      ->option_text(fmt::format("NAMES [{}]", names));
  command->add_option("--dim", settings.dim, "Dimensions of all vectors")->capture_default_str();
  command->add_option("--seeds", settings.seeds, "Trainings of each contender")
      ->capture_default_str();
  command
      ->add_option("--budget", settings.budget_minutes,
                   "Minutes; what does not fit is left out and named; 0 for no limit")
      ->capture_default_str();
  command
      ->add_option("--restrict", settings.restrict_to,
                   "Analogies of the N most frequent words only; 0 for all")
      ->capture_default_str();
  tool::add_choice(*command, "--tokenizer", settings.tokenizer.kind, "How lines become words");
  command->add_flag("--lowercase", settings.tokenizer.lowercase, "Fold case");
  command
      ->add_option("--min-count", settings.vocabulary.min_count, "Leave out words that are rarer")
      ->capture_default_str();
  command
      ->add_option("--max-vocab", settings.vocabulary.max_size,
                   "Keep the N most frequent words; 0 for all")
      ->capture_default_str();
  command->add_option("--threads", settings.threads, "Threads")->option_text("N [all]");
  command->add_flag("--quiet", settings.quiet, "No progress");
  command->add_option("-o,--output", settings.output, "Folder of report.html and results.json")
      ->required()
      ->option_text("REPORT");
  settings.threads = 0;
  command->footer(
      "Example:\n  eigenlex compare corpus.txt --similarity ws353.txt --analogies "
      "questions-words.txt -o report");
  command->callback([arguments] { run(*arguments); });
}

}  // namespace eigenlex::tool
