#include "recipe_options.hpp"

#include "fields.hpp"

namespace eigenlex::tool {
namespace {

/// Calls `visit(flag, field, option of counts, option of matrix, description)` for each option that
/// recipes of both kinds have.
template <class Visit>
void for_common_options(FactorRecipe& counts, MatrixRecipe& matrix, const Visit& visit) {
  visit("--dim", "SvdOptions.rank", counts.svd.rank, matrix.svd.rank,
        "Dimensions of the vectors; 0 for what the corpus supports, at most 300");
  visit("--exponent", "FactorRecipe.exponent", counts.exponent, matrix.exponent,
        "Exponent p of the singular values, W = U S^p");
  visit("--method", "FactorRecipe.method", counts.method, matrix.method,
        "Truncated SVD (quick), or weighted least squares from it on (better)");
  visit("--sweeps", "AlsOptions.sweeps", counts.als.sweeps, matrix.als.sweeps,
        "Sweeps of als over words and contexts");
  visit("--als-steps", "AlsOptions.cg_steps", counts.als.cg_steps, matrix.als.cg_steps,
        "Conjugate-gradient steps of als for a word and sweep");
  visit("--als-unobserved", "AlsOptions.unobserved_weight", counts.als.unobserved_weight,
        matrix.als.unobserved_weight, "Weight that als gives pairs that never occur");
  visit("--als-regularization", "AlsOptions.regularization", counts.als.regularization,
        matrix.als.regularization, "L2 penalty of als on the vectors");
  visit("--solver", "FactorRecipe.solver", counts.solver, matrix.solver,
        "Randomized subspace iteration, or Spectra's Lanczos (slow, the reference)");
  visit("--precision", "FactorRecipe.precision", counts.precision, matrix.precision,
        "How dense matrices are read in products; sums are in float either way");
  visit("--tolerance", "SvdOptions.tolerance", counts.svd.tolerance, matrix.svd.tolerance,
        "Stop when every residual |A v - s u| / s_1 is at most this");
  visit("--max-iterations", "SvdOptions.max_iterations", counts.svd.max_iterations,
        matrix.svd.max_iterations, "Stop after so many iterations");
  visit("--seed", "SvdOptions.seed", counts.svd.seed, matrix.svd.seed, "Seed of the random start");
}

}  // namespace

void add_corpus_options(CLI::App& command, TokenizerOptions& tokenizer,
                        VocabularyOptions& vocabulary) {
  add_field(command, "--tokenizer", "TokenizerOptions.kind", tokenizer.kind,
            "How lines become words: split at blanks, by Unicode's rules, or what suits the text");
  command.add_flag("--lowercase", tokenizer.lowercase, "Words in lower case");
  add_field(command, "--min-count", "VocabularyOptions.min_count", vocabulary.min_count,
            "Leave out words that are rarer");
  add_field(command, "--max-vocab", "VocabularyOptions.max_size", vocabulary.max_size,
            "Keep the N most frequent words; 0 for all");
}

void add_source_options(CLI::App& command, SourceOptions& source) {
  add_field(command, "--document", "SourceOptions.document", source.document,
            "What windows do not cross the end of");
  add_field(command, "--encoding", "SourceOptions.encoding", source.encoding,
            "Encoding of the text, as latin1");
  add_field(command, "--on-bad-bytes", "SourceOptions.bad_bytes", source.bad_bytes,
            "What to do about bytes that are not of the encoding");
}

void add_count_options(CLI::App& command, std::vector<std::string>& corpus, CountRecipe& recipe) {
  command
      .add_option("CORPUS", corpus,
                  "Files or folders of text, a document a line, or - for the standard input; "
                  ".gz .bz2 .xz .zst are read as they are")
      ->required()
      ->option_text("... REQUIRED");
  add_corpus_options(command, recipe.tokenizer, recipe.vocabulary);
  add_source_options(command, recipe.source);
  add_field(command, "--phrases", "PhraseOptions.passes", recipe.phrases.passes,
            "Passes that join collocations, as new_york");
  add_field(command, "--window", "CooccurrenceOptions.window", recipe.window,
            "Words on each side that count");
  add_choice(command, "--window-weight", recipe.window_weight, recipe.window_weight,
             "Weight of a word at distance d of L: 1/d, (L-d+1)/L, or 1");
  add_choice(command, "--contexts", recipe.contexts, recipe.contexts,
             "A context for each word: one, one on its left and one on its right side, or one just "
             "before, one just after and one further away");
}

void add_factor_options(CLI::App& command, FactorRecipe& recipe) {
  name_field("MatrixRecipe.exponent", "--exponent");
  MatrixRecipe matrix;
  for_common_options(
      recipe, matrix,
      [&](const char* flag, const char* field, auto& option, auto&, const char* description) {
        add_field(command, flag, field, option, description);
      });
  add_field(command, "--subsample", "PpmiOptions.subsample", recipe.ppmi.subsample,
            "Share of the tokens above which a word counts less; 0 for none");
  add_field(command, "--context-smoothing", "PpmiOptions.context_smoothing",
            recipe.ppmi.context_smoothing, "Exponent of context counts, in (0, 1]");
  add_field(command, "--negative", "PpmiOptions.negative", recipe.ppmi.negative,
            "Negative samples k: log k is subtracted from every PMI");
  add_field(command, "--damping", "PpmiOptions.damping", recipe.ppmi.damping,
            "Exponent of expected counts below 1 that PMI is multiplied by in the SVD");
  add_field(command, "--als-weight-max", "CellWeightOptions.full_weight_count",
            recipe.cell_weight.full_weight_count,
            "Expected count from which on als gives a pair its full weight");
  add_field(command, "--als-weight-exponent", "CellWeightOptions.exponent",
            recipe.cell_weight.exponent, "Exponent of the counts in the weights of als, 0 to 1");
  add_field(command, "--als-folded", "AlsOptions.folded_weight", recipe.als.folded_weight,
            "Pairs of this weight or less weigh as those that never occur");
  add_field(command, "--als-lowest", "CellWeightOptions.lowest_target",
            recipe.cell_weight.lowest_target, "Least PMI of a pair that als aims at, 0 or below");
  add_choice(command, "--subwords", recipe.subwords, recipe.subword_use(),
             "What words are given of their parts; none with --method svd unless told otherwise");
  add_field(command, "--blend", "FactorRecipe.blend", recipe.blend,
            "Share of the SVD's vectors in a mean with those of als, 0 to 1");
}

MatrixRecipe matrix_recipe(const CLI::App& command, FactorRecipe given) {
  MatrixRecipe recipe;
  for_common_options(given, recipe,
                     [&](const char* flag, const char*, auto& from, auto& to, const char*) {
                       if (!command.get_option(flag)->empty()) to = from;
                     });
  return recipe;
}

DenseRecipe dense_recipe(const CLI::App& command, FactorRecipe given) {
  DenseRecipe recipe;
  const auto take = [&](const char* flag, auto& to, const auto& from) {
    if (!command.get_option(flag)->empty()) to = from;
  };
  take("--dim", recipe.svd.rank, given.svd.rank);
  take("--tolerance", recipe.svd.tolerance, given.svd.tolerance);
  take("--max-iterations", recipe.svd.max_iterations, given.svd.max_iterations);
  take("--seed", recipe.svd.seed, given.svd.seed);
  take("--solver", recipe.solver, given.solver);
  for (const char* flag :
       {"--method", "--exponent", "--precision", "--sweeps", "--als-steps", "--als-unobserved",
        "--als-regularization", "--confidence", "--columns"}) {
    if (command.get_option(flag)->empty()) continue;
    throw CLI::ValidationError(flag,
                               "is for counts and sparse matrices; an array has the SVD alone");
  }
  return recipe;
}

}  // namespace eigenlex::tool
