#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <CLI/CLI.hpp>

#include "eigenlex/core/file.hpp"
#include "eigenlex/learn/recipe.hpp"
#include "eigenlex/learn/resources.hpp"

#include "console.hpp"

namespace eigenlex::tool {

/// Options of every command that works for a while.
struct RunSettings {
  std::string output;
  bool force = false;
  int threads = 0;  ///< 0: OpenMP's default
  bool quiet = false;
  bool json = false;
};

/// The number of threads asked for, or OpenMP's.
int threads_of(const RunSettings& run);

/// Options of every command that counts or factorizes.
struct MemorySettings {
  std::int64_t cap = 0;  ///< bytes; 0 for none
  std::string temp;      ///< folder of temporary files; empty: beside the output
  bool resume = false;
};

/// What the library may take for a run.
Resources resources_of(const RunSettings& run, const MemorySettings& memory = {});

/// Adds the paths of a corpus and what turns it into counts.
void add_count_options(CLI::App& command, std::vector<std::string>& corpus, CountRecipe& recipe);
void add_factor_options(CLI::App& command, FactorRecipe& recipe);
void add_output_options(CLI::App& command, RunSettings& settings, const std::string& output_name);
void add_run_options(CLI::App& command, RunSettings& settings, const std::string& output_name);
void add_memory_option(CLI::App& command, MemorySettings& settings);
void add_temporary_files_option(CLI::App& command, MemorySettings& settings);
void add_resume_option(CLI::App& command, MemorySettings& settings);

/// Throws IoError if the output exists and is not to be replaced, or could not be written or
/// replaced, as `PendingPath` says: better before the work than after it.
void check_output(const RunSettings& settings, PendingPath::Kind kind,
                  std::string_view marker = {});

}  // namespace eigenlex::tool
