#include "options.hpp"

#include <filesystem>

#include <fmt/format.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/parallel.hpp"

#include "choice_option.hpp"

namespace eigenlex::tool {
namespace fs = std::filesystem;
namespace {

fs::path work_path(fs::path output, const fs::path& elsewhere) {
  while (!output.has_filename() && output.has_relative_path()) output = output.parent_path();
  fs::path path = elsewhere.empty() ? output : elsewhere / output.filename();
  path += ".work";
  return path;
}

}  // namespace

int threads_of(const RunSettings& run) { return run.threads == 0 ? thread_count() : run.threads; }

Resources resources_of(const RunSettings& run, const MemorySettings& memory) {
  return {.threads = run.threads,
          .memory = memory.cap,
          .work = work_path(run.output, memory.temp),
          .resume = memory.resume};
}

void add_count_options(CLI::App& command, std::vector<std::string>& corpus, CountRecipe& recipe) {
  command
      .add_option("CORPUS", corpus,
                  "Files or folders of text, a document a line, or - for the standard input; "
                  ".gz .bz2 .xz .zst are read as they are")
      ->required()
      ->option_text("... REQUIRED");
  add_choice(command, "--tokenizer", recipe.tokenizer.kind,
             "How lines become words: split at blanks, by Unicode's rules, or what suits the text");
  command.add_flag("--lowercase", recipe.tokenizer.lowercase, "Words in lower case");
  add_choice(command, "--document", recipe.source.document, "What windows do not cross the end of");
  command.add_option("--encoding", recipe.source.encoding, "Encoding of the text, as latin1");
  add_choice(command, "--on-bad-bytes", recipe.source.bad_bytes,
             "What to do about bytes that are not of the encoding");
  command.add_option("--phrases", recipe.phrases.passes,
                     "Passes that join collocations, as new_york");
  command.add_option("--min-count", recipe.vocabulary.min_count, "Leave out words that are rarer");
  command.add_option("--max-vocab", recipe.vocabulary.max_size,
                     "Keep the N most frequent words; 0 for all");
  command.add_option("--window", recipe.window, "Words on each side that count");
  add_choice(command, "--window-weight", recipe.window_weight,
             "Weight of a word at distance d of L: 1/d, (L-d+1)/L, or 1");
  add_choice(command, "--contexts", recipe.contexts, recipe.cooccurrence().contexts,
             "One context a word, or one for its left and one for its right side; `train --method "
             "als` takes directional unless told otherwise");
}

void add_factor_options(CLI::App& command, FactorRecipe& recipe) {
  command.add_option("--dim", recipe.svd.rank,
                     "Dimensions of the vectors; 0 for what the corpus supports, at most 300");
  command.add_option("--subsample", recipe.ppmi.subsample,
                     "Share of the tokens above which a word counts less; 0 for none");
  command.add_option("--context-smoothing", recipe.ppmi.context_smoothing,
                     "Exponent of context counts, in (0, 1]");
  command.add_option("--negative", recipe.ppmi.negative,
                     "Negative samples k: log k is subtracted from every PMI");
  command.add_option("--exponent", recipe.exponent, "Exponent p of the singular values, W = U S^p");
  add_choice(command, "--method", recipe.method,
             "Truncated SVD, or weighted least squares from it on (better at analogies)");
  command.add_option("--sweeps", recipe.als.sweeps, "Sweeps of als over words and contexts");
  command.add_option("--als-weight-max", recipe.cell_weight.full_weight_count,
                     "Expected count from which on als gives a pair its full weight");
  command.add_option("--als-weight-exponent", recipe.cell_weight.exponent,
                     "Exponent of the counts in the weights of als, 0 to 1");
  command.add_option("--als-steps", recipe.als.cg_steps,
                     "Conjugate-gradient steps of als for a word and sweep");
  command.add_option("--als-unobserved", recipe.als.unobserved_weight,
                     "Weight that als gives pairs that never occur");
  command.add_option("--als-regularization", recipe.als.regularization,
                     "L2 penalty of als on the vectors");
  command.add_option("--blend", recipe.blend,
                     "Share of the SVD's vectors in a mean with those of als, 0 to 1");
  add_choice(command, "--solver", recipe.solver,
             "Randomized subspace iteration, or Spectra's Lanczos (slow, the reference)");
  add_choice(command, "--precision", recipe.precision,
             "How dense matrices are read in products; sums are in float either way");
  command.add_option("--tolerance", recipe.svd.tolerance,
                     "Stop when every residual |A v - s u| / s_1 is at most this");
  command.add_option("--max-iterations", recipe.svd.max_iterations,
                     "Stop after so many iterations");
  command.add_option("--seed", recipe.svd.seed, "Seed of the random start");
}

void add_output_options(CLI::App& command, RunSettings& settings, const std::string& output_name) {
  command.add_option("-o,--output", settings.output, "Where the result goes")
      ->required()
      ->option_text(output_name);
  command.add_flag("--force", settings.force, "Replace an output that exists");
}

void add_run_options(CLI::App& command, RunSettings& settings, const std::string& output_name) {
  add_output_options(command, settings, output_name);
  command
      .add_option("--threads", settings.threads,
                  "Threads; they change how soon the result is there, not the result")
      ->option_text("N [all]");
  command.add_flag("--quiet", settings.quiet, "No progress and no summary");
  command.add_flag("--json", settings.json, "Print the summary as JSON on the standard output");
}

void add_memory_option(CLI::App& command, MemorySettings& settings) {
  command
      .add_option("--memory", settings.cap,
                  "Most memory to use, as 4G or 512M; what does not fit goes to temporary files")
      ->transform(CLI::AsSizeValue(false))
      ->option_text("SIZE [no limit]");
}

void add_temporary_files_option(CLI::App& command, MemorySettings& settings) {
  command.add_option("--temp", settings.temp, "Folder for temporary files")
      ->check(CLI::ExistingDirectory)
      ->option_text("DIR [beside the output]");
}

void add_resume_option(CLI::App& command, MemorySettings& settings) {
  command.add_flag("--resume", settings.resume,
                   "Continue from the finished counts of an earlier run to the same output, and "
                   "keep them if this one fails");
}

void check_output(const RunSettings& settings, PendingPath::Kind kind, std::string_view marker) {
  std::error_code unknown;
  const fs::file_status status = fs::status(settings.output, unknown);
  // Devices and pipes, as /dev/stdout, are written to and not replaced.
  const bool replaces = fs::is_regular_file(status) || fs::is_directory(status);
  if (replaces && !settings.force) {
    throw IoError(fmt::format("{}: exists already; give --force to replace it", settings.output));
  }
  const PendingPath rehearsal(settings.output, kind, marker);
}

}  // namespace eigenlex::tool
