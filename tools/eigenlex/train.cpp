#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

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

namespace eigenlex::tool {
namespace {

// The file by which a folder is known to be what a new result may replace.
constexpr std::string_view kModelMarker = "model.json";
constexpr std::string_view kCountsMarker = "counts.json";

struct TrainArguments {
  CountSettings count;
  FactorSettings factor;
  RunSettings run;
};

struct CountArguments {
  CountSettings count;
  RunSettings run;
};

struct FactorizeArguments {
  std::string counts;
  MatrixSettings matrix;
  FactorSettings factor;
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

void run_train(const TrainArguments& arguments) {
  validate(arguments.count);
  validate(arguments.factor);
  check_output(arguments.run, PendingPath::Kind::kFolder, kModelMarker);
  const ThreadCount threads(threads_of(arguments.run));
  const InterruptGuard guard;
  Console console(arguments.run.quiet);
  factorize_and_write(count_corpus(arguments.count, console), arguments.factor, arguments.run,
                      console);
}

void run_count(const CountArguments& arguments) {
  validate(arguments.count);
  check_output(arguments.run, PendingPath::Kind::kFolder, kCountsMarker);
  const ThreadCount threads(threads_of(arguments.run));
  const InterruptGuard guard;
  Console console(arguments.run.quiet);
  const Counts counts = count_corpus(arguments.count, console);
  console.begin("write");
  write_counts(counts, arguments.run.output);
  console.end();
  print_summary(counts, console);
  console.line("next",
               fmt::format("eigenlex factorize {} -o MODEL", shell_quoted(arguments.run.output)));
  if (arguments.run.json) print_json_line(summary_json(counts));
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
  Counts counts = read_counts(arguments.counts);
  console.end();
  factorize_and_write(std::move(counts), arguments.factor, arguments.run, console);
}

}  // namespace

void add_train_command(CLI::App& app) {
  auto arguments = std::make_shared<TrainArguments>();
  CLI::App* command = app.add_subcommand("train", "Learn word vectors from a corpus");
  add_count_options(*command, arguments->count);
  add_factor_options(*command, arguments->factor);
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
  add_matrix_options(*command, arguments->matrix);
  counts->excludes(command->get_option("--input"));
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
