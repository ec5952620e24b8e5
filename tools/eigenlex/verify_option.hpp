#pragma once

#include <CLI/CLI.hpp>

#include "eigenlex/core/read_options.hpp"

namespace eigenlex::tool {

/// Adds --no-verify, which reads without looking at checksums. Notes on files of other programs are
/// printed on stderr, except with --json.
void add_verify_option(CLI::App& command, ReadOptions& options);

}  // namespace eigenlex::tool
