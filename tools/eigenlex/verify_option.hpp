#pragma once

#include <CLI/CLI.hpp>

namespace eigenlex::tool {

/// Adds --no-verify, which turns `verify` off.
void add_verify_option(CLI::App& command, bool& verify);

}  // namespace eigenlex::tool
