#pragma once

#include <string>

#include <CLI/CLI.hpp>

#include "options.hpp"
#include "pipeline.hpp"

namespace eigenlex::tool {

/// What turns a matrix that is not text into a model.
struct MatrixSettings {
  /// File of the matrix; empty where counts are factorized.
  std::string input;
  /// What a value of 1 adds to the weight of its cell in ALS (α), >= 0.
  double confidence = 1;
};

/// Adds `--input`, which excludes the options that only counts have a use for, and `--confidence`.
/// The options of `add_factor_options` and `add_memory_option` have to be there already.
void add_matrix_options(CLI::App& command, MatrixSettings& settings);

/// `factorize --input`: reads the matrix, factorizes it and writes the model. Options of `command`
/// that were not given have the defaults for matrices.
void run_factorize_matrix(const CLI::App& command, const MatrixSettings& settings,
                          FactorSettings factor, const RunSettings& run);

}  // namespace eigenlex::tool
