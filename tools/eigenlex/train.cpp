#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/parallel.hpp"

#include "commands.hpp"
#include "factorize_matrix.hpp"
#include "options.hpp"
#include "pipeline.hpp"
#include "query_io.hpp"
#include "summary.hpp"
#include "verify_option.hpp"
#include "work_folder.hpp"

namespace eigenlex::tool {
namespace {

// The file by which a folder is known to be what a new result may replace.
constexpr std::string_view kModelMarker = "model.json";
constexpr std::string_view kCountsMarker = "counts.json";

struct TrainArguments {
  CountSettings count;
  FactorSettings factor;
  MemorySettings memory;
  RunSettings run;
};

struct CountArguments {
  CountSettings count;
  MemorySettings memory;
  RunSettings run;
};

struct FactorizeArguments {
  std::string counts;
  ReadOptions read;
  MatrixSettings matrix;
  FactorSettings factor;
  MemorySettings memory;
  RunSettings run;
};

/// The rest of the work once the counts are there.
void factorize_and_write(Counts counts, const FactorSettings& settings, const RunSettings& run,
                         Console& console) {
  Model model = factorize_counts(std::move(counts), settings, console);
  model.run = describe_run(console);
  console.begin("write");
  write_model(model, run.output);
  console.end();
  print_summary(model, console);
  const Vocabulary& words = model.words.vocabulary;
  console.line("next", fmt::format("eigenlex similar {} {}", shell_quoted(run.output),
                                   shell_quoted(words.word(words.size() / 10))));
  if (run.json) print_json_line(summary_json(model));
}

/// The folder of temporary files where the settings ask for any, or to remove one that was left.
std::unique_ptr<WorkFolder> make_work_folder(const MemorySettings& memory, const RunSettings& run) {
  const bool needed = memory.cap > 0 || memory.resume;
  if (!needed && !WorkFolder::exists(run.output, memory.temp)) return nullptr;
  return std::make_unique<WorkFolder>(run.output, memory.temp);
}

/// The settings for a run with or without a cap.
FactorSettings within(const MemorySettings& memory, FactorSettings settings) {
  settings.stores_matrix = memory.cap == 0;
  return settings;
}

MemoryBudget budget_of(const MemorySettings& memory, const WorkFolder* work) {
  return {memory.cap, work ? work->path() : std::filesystem::path()};
}

/// The counts of the corpus: those that an earlier run left, or counted now, and kept for a later
/// one where that costs nothing or was asked for.
Counts counts_for(const TrainArguments& arguments, WorkFolder* work, const MemoryBudget& budget,
                  const LaterMemory& later, Console& console) {
  const std::vector<std::string>& corpus = arguments.count.corpus;
  nlohmann::json origin;
  if (work != nullptr) {
    origin = {{"count_options", describe(arguments.count)}, {"files", describe_files(corpus)}};
  }
  if (arguments.memory.resume) {
    if (std::ranges::count(corpus, "-") > 0) {
      throw OptionError("--resume", "-", "cannot continue from the standard input: give files");
    }
    WorkFolder::Finished finished = work->finished_counts(origin);
    if (finished.counts) {
      console.line("resume", fmt::format("from the counts in {}", work->path().string()));
      const MatrixShape shape{finished.counts->matrix.rows(), finished.counts->matrix.cols()};
      budget.check(shape, later(shape));
      work->keep_counts();
      return std::move(*finished.counts);
    }
    console.line("resume", fmt::format("starts anew: {}", finished.reason));
  }
  if (work != nullptr) work->clear();
  Counts counts = count_corpus(arguments.count, budget, later, console);
  if (arguments.memory.resume || (work != nullptr && counts.matrix.is_stored())) {
    console.begin("save");
    work->save_counts(counts, origin);
    console.end();
  }
  if (arguments.memory.resume) work->keep_counts();
  return counts;
}

void run_train(const TrainArguments& arguments) {
  validate(arguments.count);
  validate(arguments.factor);
  check_output(arguments.run, PendingPath::Kind::kFolder, kModelMarker);
  const ThreadCount threads(threads_of(arguments.run));
  const InterruptGuard guard;
  Console console(arguments.run.quiet);
  const std::unique_ptr<WorkFolder> work = make_work_folder(arguments.memory, arguments.run);
  const LaterMemory later = [&](const MatrixShape& shape) {
    return factor_memory(shape, arguments.factor, thread_count());
  };
  factorize_and_write(
      counts_for(arguments, work.get(), budget_of(arguments.memory, work.get()), later, console),
      within(arguments.memory, arguments.factor), arguments.run, console);
  if (work) work->forget_counts();
}

void run_count(const CountArguments& arguments) {
  validate(arguments.count);
  check_output(arguments.run, PendingPath::Kind::kFolder, kCountsMarker);
  const ThreadCount threads(threads_of(arguments.run));
  const InterruptGuard guard;
  Console console(arguments.run.quiet);
  const std::unique_ptr<WorkFolder> work = make_work_folder(arguments.memory, arguments.run);
  if (work) work->clear();
  const LaterMemory nothing = [](const MatrixShape&) { return std::int64_t{0}; };
  const Counts counts =
      count_corpus(arguments.count, budget_of(arguments.memory, work.get()), nothing, console);
  console.begin("write");
  write_counts(counts, arguments.run.output);
  console.end();
  print_summary(counts, console);
  console.line("next",
               fmt::format("eigenlex factorize {} -o MODEL", shell_quoted(arguments.run.output)));
  if (arguments.run.json) print_json_line(summary_json(counts));
}

/// Reads counts into memory if they fit there beside what factorizing them takes.
Counts load_counts(const FactorizeArguments& arguments) {
  const MemoryBudget budget(arguments.memory.cap, {});
  if (!budget.is_capped()) return read_counts(arguments.counts, arguments.read);
  Counts stored = open_counts(arguments.counts, arguments.read);
  const MatrixShape shape{stored.matrix.rows(), stored.matrix.cols()};
  const std::int64_t later = factor_memory(shape, arguments.factor, thread_count());
  budget.check(shape, later);
  constexpr std::int64_t kMostCellBytes = 12;
  if (!budget.fits(shape, kMostCellBytes * stored.matrix.nonzeros(), later)) return stored;
  stored = {};
  return read_counts(arguments.counts, {.verify_checksums = false});
}

void run_factorize(const FactorizeArguments& arguments) {
  validate(arguments.factor);
  check_output(arguments.run, PendingPath::Kind::kFolder, kModelMarker);
  std::error_code unknown;
  const std::filesystem::path counts_path = arguments.counts;
  if (!std::filesystem::exists(counts_path / kCountsMarker, unknown)) {
    throw IoError(fmt::format("{}: holds no {}; make a folder of counts with `eigenlex count`",
                              arguments.counts, kCountsMarker));
  }
  const ThreadCount threads(threads_of(arguments.run));
  const InterruptGuard guard;
  Console console(arguments.run.quiet);
  console.begin("read");
  Counts counts = load_counts(arguments);
  console.end();
  factorize_and_write(std::move(counts), within(arguments.memory, arguments.factor), arguments.run,
                      console);
}

}  // namespace

void add_train_command(CLI::App& app) {
  auto arguments = std::make_shared<TrainArguments>();
  CLI::App* command = app.add_subcommand("train", "Learn word vectors from a corpus");
  add_count_options(*command, arguments->count);
  add_factor_options(*command, arguments->factor);
  add_memory_option(*command, arguments->memory);
  add_temporary_files_option(*command, arguments->memory);
  add_resume_option(*command, arguments->memory);
  add_run_options(*command, arguments->run, "MODEL");
  const CLI::Option* contexts = command->get_option("--contexts");
  command->footer(
      "Examples:\n  eigenlex train corpus.txt -o corpus.model\n"
      "  eigenlex train news/ books.txt.gz -o en.model --tokenizer unicode --lowercase");
  command->callback([arguments, contexts] {
    // Weighted least squares gains by telling the sides apart, the SVD does not.
    if (contexts->empty() && arguments->factor.method == Method::kAls) {
      arguments->count.window.contexts = ContextKind::kDirectional;
    }
    run_train(*arguments);
  });
}

void add_count_command(CLI::App& app) {
  auto arguments = std::make_shared<CountArguments>();
  CLI::App* command =
      app.add_subcommand("count", "Count co-occurrences, to be factorized once or many times");
  add_count_options(*command, arguments->count);
  add_memory_option(*command, arguments->memory);
  add_temporary_files_option(*command, arguments->memory);
  add_run_options(*command, arguments->run, "COUNTS");
  command->footer("Example:\n  eigenlex count corpus.txt -o corpus.counts --window 5");
  command->callback([arguments] { run_count(*arguments); });
}

void add_factorize_command(CLI::App& app) {
  auto arguments = std::make_shared<FactorizeArguments>();
  CLI::App* command =
      app.add_subcommand("factorize", "Make vectors of counts, or of any sparse matrix");
  CLI::Option* counts =
      command->add_option("COUNTS", arguments->counts, "Folder that `eigenlex count` wrote");
  add_factor_options(*command, arguments->factor);
  add_memory_option(*command, arguments->memory);
  add_matrix_options(*command, arguments->matrix);
  counts->excludes(command->get_option("--input"));
  add_verify_option(*command, arguments->read);
  add_run_options(*command, arguments->run, "MODEL");
  command->footer(
      "Examples:\n  eigenlex factorize corpus.counts -o corpus.model --dim 100\n"
      "  eigenlex factorize --input ratings.tsv --method als -o ratings.model");
  command->callback([arguments, command] {
    if (!arguments->matrix.input.empty()) {
      run_factorize_matrix(*command, arguments->matrix, arguments->factor, arguments->run);
    } else if (arguments->counts.empty()) {
      throw CLI::RequiredError("COUNTS or --input");
    } else {
      run_factorize(*arguments);
    }
  });
}

}  // namespace eigenlex::tool
