#include "eigenlex/compare/compare.hpp"

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/file.hpp"
#include "eigenlex/core/json_file.hpp"
#include "eigenlex/core/parallel.hpp"
#include "eigenlex/version.hpp"

#include "choice_option.hpp"
#include "commands.hpp"
#include "compare/contenders.hpp"
#include "compare/report.hpp"
#include "compare/train_contender.hpp"
#include "console.hpp"
#include "networks.hpp"

namespace eigenlex::tool {
namespace {

namespace fs = std::filesystem;

struct CompareArguments {
  ComparisonData data;
  CompareOptions options{.threads = 0};
  std::vector<std::string> contenders;
  std::vector<std::string> tables;
  bool quiet = false;
  fs::path output;
};

/// Passes everything on, the names of stages in one column.
class InColumns final : public Observer {
 public:
  explicit InColumns(Observer& observer) : observer_(observer) {}

 private:
  void on_begin(const Stage& stage) override {
    progress_ = observer_.begin(fmt::format("{:<40}", stage.name), stage.unit, stage.scale);
  }
  void on_progress(std::int64_t done, std::int64_t total) override { progress_(done, total); }
  void on_end() override { observer_.end(); }
  void on_note(std::string_view label, std::string_view text) override {
    observer_.note(label, text);
  }

  Observer& observer_;
  Progress progress_;
};

NamedTable parse_table(const std::string& text) {
  const std::size_t equals = text.find('=');
  if (equals == std::string::npos || equals == 0 || equals + 1 == text.size()) {
    throw OptionError("--table", text, "must be name=path");
  }
  return {text.substr(0, equals), text.substr(equals + 1)};
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

/// What was asked for, checked before any of it is begun.
void complete(CompareArguments& arguments) {
  auto& [data, options, contenders, tables, quiet, output] = arguments;
  for (const std::string& table : tables) data.tables.push_back(parse_table(table));
  for (const std::string& name : contenders) data.contenders.push_back(contender_named(name));
  if (contenders.empty()) {
    for (const KnownContender& known : known_contenders()) {
      if (known.by_default) data.contenders.push_back(known.contender);
    }
  }
  if (options.threads == 0) options.threads = thread_count();
  options.validate();
  validate(data);
  check_output(output);
  options.run = train_in_child(output / "work");
  if (!data.labelled.empty() && has_networks()) options.networks = &networks();
}

void write_results(const nlohmann::ordered_json& results, const fs::path& folder) {
  PendingPath pending(folder / "results.json", PendingPath::Kind::kFile);
  write_json(pending.path(), results);
  pending.commit();
  write_report(results, folder / "report.html");
}

void run(CompareArguments& arguments) {
  complete(arguments);
  Console console(arguments.quiet);
  InColumns observer(console);
  nlohmann::ordered_json results =
      compare(arguments.data, arguments.options, arguments.output / "work", observer);
  results["program"] = kVersion;
  write_results(results, arguments.output);
  console.note("report", (arguments.output / "report.html").string());
  for (const auto& sentence : results["summary"]) {
    fmt::print("{}\n", sentence.get<std::string>());
  }
}

void add_data_options(CLI::App& command, CompareArguments& arguments) {
  ComparisonData& data = arguments.data;
  command.add_option("CORPUS", data.corpus, "Files or folders of text, as for train")
      ->required()
      ->option_text("... REQUIRED");
  command.add_option("--labelled", data.labelled, "File of labelled texts, label<TAB>text")
      ->option_text("FILE")
      ->allow_extra_args(false);
  command.add_option("--similarity", data.similarity, "File of word pairs")
      ->option_text("FILE")
      ->allow_extra_args(false);
  command.add_option("--analogies", data.analogies, "File of analogy questions")
      ->option_text("FILE")
      ->allow_extra_args(false);
  command.add_option("--table", arguments.tables, "Vectors that another program learned")
      ->option_text("NAME=PATH")
      ->allow_extra_args(false);
  std::string names, others;
  for (const KnownContender& known : known_contenders()) {
    if (known.by_default) {
      names += (names.empty() ? "" : ",") + known.contender.name;
    } else {
      others += "; also " + known.contender.name;
    }
  }
  command
      .add_option("--contenders", arguments.contenders, "What to train, between commas" + others)
      ->delimiter(',')
      ->allow_extra_args(false)
      ->option_text(fmt::format("NAMES [{}]", names));
}

void add_training_options(CLI::App& command, CompareOptions& options) {
  command.add_option("--dim", options.dim, "Dimensions of all vectors");
  command.add_option("--seeds", options.seeds, "Trainings of each contender");
  command.add_option("--budget", options.budget_minutes,
                     "Minutes; what does not fit is left out and named; 0 for no limit");
  command.add_option("--restrict", options.restrict_to,
                     "Analogies of the N most frequent words only; 0 for all");
  add_choice(command, "--tokenizer", options.tokenizer.kind, "How lines become words");
  command.add_flag("--lowercase", options.tokenizer.lowercase, "Fold case");
  command.add_option("--min-count", options.vocabulary.min_count, "Leave out words that are rarer");
  command.add_option("--max-vocab", options.vocabulary.max_size,
                     "Keep the N most frequent words; 0 for all");
  command.add_option("--threads", options.threads, "Threads")->option_text("N [all]");
}

}  // namespace

void add_compare_command(CLI::App& app) {
  auto arguments = std::make_shared<CompareArguments>();
  CLI::App* command = app.add_subcommand(
      "compare", "Train contenders on a corpus and report quality, time and memory side by side");
  add_data_options(*command, *arguments);
  add_training_options(*command, arguments->options);
  command->add_flag("--quiet", arguments->quiet, "No progress");
  command->add_option("-o,--output", arguments->output, "Folder of report.html and results.json")
      ->required()
      ->option_text("REPORT");
  command->footer(
      "Example:\n  eigenlex compare corpus.txt --similarity ws353.txt --analogies "
      "questions-words.txt -o report");
  command->callback([arguments] { run(*arguments); });
}

}  // namespace eigenlex::tool
