#include "eigenlex/compare/compare.hpp"

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "eigenlex/compare/train_in_process.hpp"
#include "eigenlex/core/error.hpp"
#include "eigenlex/core/file.hpp"
#include "eigenlex/core/json_file.hpp"
#include "eigenlex/version.hpp"

#include "commands.hpp"
#include "compare/contenders.hpp"
#include "compare/report.hpp"
#include "fields.hpp"
#include "networks.hpp"
#include "options.hpp"
#include "recipe_options.hpp"

namespace eigenlex::tool {
namespace {

namespace fs = std::filesystem;

/// Names of stages, such as "classify reviews, svd frozen, 1000 examples", in one column.
constexpr int kStageWidth = 40;

/// The command that `compare` starts.
constexpr const char* kTrainContender = "train-contender";

struct CompareArguments {
  ComparisonData data;
  CompareOptions options;
  std::vector<std::string> contenders;
  std::vector<std::string> tables;
  Settings settings;
};

NamedTable parse_table(const std::string& text) {
  const std::size_t equals = text.find('=');
  if (equals == std::string::npos || equals == 0 || equals + 1 == text.size()) {
    throw OptionError("--table", text, "must be name=path");
  }
  return {text.substr(0, equals), text.substr(equals + 1)};
}

/// An earlier report is added to.
void check_folder(const Settings& settings) {
  const fs::path output = settings.output;
  std::error_code unknown;
  check_standard_output(settings, PendingPath::Kind::kFolder);
  if (!fs::exists(output, unknown)) return;
  if (!fs::is_directory(output, unknown)) {
    throw IoError(fmt::format("{}: is a file; -o needs a folder", output.string()));
  }
  if (!fs::is_empty(output, unknown) && !fs::exists(output / "work", unknown)) {
    throw IoError(
        fmt::format("{}: holds files of something else; name a new folder or one that compare made",
                    output.string()));
  }
}

/// What was asked for, checked before any of it is begun.
void complete(CompareArguments& arguments) {
  auto& [data, options, contenders, tables, settings] = arguments;
  for (const std::string& table : tables) data.tables.push_back(parse_table(table));
  for (const std::string& name : contenders) {
    data.contenders.push_back(contender_named(all_contenders(), name, kMissingContenders));
  }
  if (contenders.empty()) {
    std::ranges::copy_if(all_contenders(), std::back_inserter(data.contenders),
                         [](const Contender& contender) { return !contender.on_request; });
  }
  options.threads = threads_of(settings);
  options.validate();
  validate(data);
  check_folder(settings);
  options.run = train_in_processes("/proc/self/exe", {"eigenlex", kTrainContender},
                                   fs::path(settings.output) / "work");
  if (!data.labelled.empty()) options.networks = networks();
}

void write_results(const nlohmann::ordered_json& results, const fs::path& folder) {
  PendingPath pending(folder / "results.json", PendingPath::Kind::kFile);
  write_json(pending.path(), results);
  pending.commit();
  write_report(results, folder / "report.html");
}

void run(CompareArguments& arguments) {
  complete(arguments);
  const fs::path output = arguments.settings.output;
  Console console(arguments.settings.quiet, nullptr, kStageWidth);
  nlohmann::ordered_json results =
      compare(arguments.data, arguments.options, output / "work", console);
  results["program"] = kVersion;
  write_results(results, output);
  console.note("report", (output / "report.html").string());
  for (const auto& sentence : results["summary"]) {
    fmt::print("{}\n", sentence.get<std::string>());
  }
}

void add_data_options(CLI::App& command, CompareArguments& arguments) {
  ComparisonData& data = arguments.data;
  const auto add_files = [&](const char* flag, std::vector<std::string>& files,
                             const std::string& description) {
    return command.add_option(flag, files, description)
        ->option_text("FILE")
        ->allow_extra_args(false);
  };
  command.add_option("CORPUS", data.corpus, "Files or folders of text, as for train")
      ->required()
      ->option_text("... REQUIRED");
  add_files("--labelled", data.labelled, "File of labelled texts, label<TAB>text");
  add_files("--similarity", data.similarity, "File of word pairs");
  add_files("--analogies", data.analogies, "File of analogy questions");
  add_columns_option(command, data.columns, kBenchmarkColumns, "A,B,... [the first]");
  name_field("ComparisonData.tables", "--table");
  add_files("--table", arguments.tables, "Vectors that another program learned")
      ->option_text("NAME=PATH");
  std::string names, others;
  for (const Contender& contender : all_contenders()) {
    if (contender.on_request) {
      others += "; also " + contender.name;
    } else {
      names += (names.empty() ? "" : ",") + contender.name;
    }
  }
  name_field("ComparisonData.contenders", "--contenders");
  name_field("Contender.name", "--contenders");
  add_files("--contenders", arguments.contenders, "What to train, between commas" + others)
      ->delimiter(',')
      ->option_text(fmt::format("NAMES [{}]", names));
}

void add_training_options(CLI::App& command, CompareOptions& options) {
  add_field(command, "--dim", "CompareOptions.dim", options.dim, "Dimensions of all vectors");
  add_field(command, "--seeds", "CompareOptions.seeds", options.seeds,
            "Trainings of each contender");
  add_field(command, "--budget", "CompareOptions.budget_minutes", options.budget_minutes,
            "Minutes; what does not fit is left out and named; 0 for no limit");
  add_field(command, "--restrict", "CompareOptions.restrict_to", options.restrict_to,
            "Analogies of the N most frequent words only; 0 for all");
  add_corpus_options(command, options.tokenizer, options.vocabulary);
}

}  // namespace

void add_compare_command(CLI::App& app) {
  auto arguments = std::make_shared<CompareArguments>();
  Settings& settings = arguments->settings;
  CLI::App* command = app.add_subcommand(
      "compare", "Train contenders on a corpus and report quality, time and memory side by side");
  add_data_options(*command, *arguments);
  add_training_options(*command, arguments->options);
  add_threads_option(*command, settings);
  name_field("CompareOptions.threads", "--threads");
  add_quiet_option(*command, settings);
  command->add_option("-o,--output", settings.output, "Folder of report.html and results.json")
      ->required()
      ->option_text("REPORT");
  command->footer(
      "Example:\n  eigenlex compare corpus.txt --similarity ws353.txt --analogies "
      "questions-words.txt -o report");
  command->callback([arguments] { run(*arguments); });
}

void add_train_contender_command(CLI::App& app) {
  auto words = std::make_shared<std::vector<std::string>>();
  CLI::App* command = app.add_subcommand(kTrainContender, "Train a contender of `compare`");
  command->group("");  // not in the list of commands
  command->add_option("WORDS", *words)->required();
  command->callback([words] { train_for_parent(*words, all_contenders()); });
}

}  // namespace eigenlex::tool
