#pragma once

#include <optional>
#include <string>

#include <CLI/CLI.hpp>

#include "pipeline.hpp"

namespace eigenlex::tool {

/// Options of every command that works for a while.
struct RunSettings {
  std::string output;
  bool force = false;
  int threads = 0;  ///< 0: OpenMP's default
  bool quiet = false;
  bool json = false;
};

void add_count_options(CLI::App& command, CountSettings& settings);
void add_factor_options(CLI::App& command, FactorSettings& settings);
void add_output_options(CLI::App& command, RunSettings& settings, const std::string& output_name);
void add_run_options(CLI::App& command, RunSettings& settings, const std::string& output_name);

/// Throws IoError if the output exists and is not to be replaced, or if its folder is missing or
/// not writable: better before the work than after it.
void check_output(const RunSettings& settings);

}  // namespace eigenlex::tool
