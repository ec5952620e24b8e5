#pragma once

#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "eigenlex/learn/factorize_dense.hpp"
#include "eigenlex/learn/recipe.hpp"

namespace eigenlex::tool {

/// Adds the paths of a corpus and what turns it into counts.
void add_count_options(CLI::App& command, std::vector<std::string>& corpus, CountRecipe& recipe);
/// Adds what a text is read by and its vocabulary cut, of any command that reads a corpus.
void add_corpus_options(CLI::App& command, TokenizerOptions& tokenizer,
                        VocabularyOptions& vocabulary);

/// Adds how files become text.
void add_source_options(CLI::App& command, SourceOptions& source);

/// Adds what turns counts into vectors.
void add_factor_options(CLI::App& command, FactorRecipe& recipe);
/// The recipe for matrices with those of these options that were given to the command: the others
/// have other defaults than for counts.
MatrixRecipe matrix_recipe(const CLI::App& command, FactorRecipe given);
/// The same for dense matrices. Throws CLI::ValidationError for an option that they have no use
/// for.
DenseRecipe dense_recipe(const CLI::App& command, FactorRecipe given);

}  // namespace eigenlex::tool
