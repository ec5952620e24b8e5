#pragma once

#include <CLI/CLI.hpp>

#include "eigenlex/core/read_options.hpp"

namespace eigenlex::tool {

/// Adds --no-verify, which reads without looking at checksums.
void add_verify_option(CLI::App& command, ReadOptions& options);

}  // namespace eigenlex::tool
