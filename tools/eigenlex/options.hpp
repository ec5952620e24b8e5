#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <CLI/CLI.hpp>

#include "eigenlex/core/file.hpp"

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

/// The number of threads asked for, or OpenMP's.
int threads_of(const RunSettings& run);

void add_count_options(CLI::App& command, CountSettings& settings);
void add_factor_options(CLI::App& command, FactorSettings& settings);
void add_output_options(CLI::App& command, RunSettings& settings, const std::string& output_name);
void add_run_options(CLI::App& command, RunSettings& settings, const std::string& output_name);

/// Throws IoError if the output exists and is not to be replaced, or could not be written or
/// replaced, as `PendingPath` says: better before the work than after it.
void check_output(const RunSettings& settings, PendingPath::Kind kind,
                  std::string_view marker = {});

}  // namespace eigenlex::tool
