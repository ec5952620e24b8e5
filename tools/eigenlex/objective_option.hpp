#pragma once

#include <string_view>

#include <CLI/CLI.hpp>

#include "eigenlex/query/analogy.hpp"

namespace eigenlex::tool {

/// Adds `--objective add|mul`.
void add_objective_option(CLI::App& command, AnalogyObjective& objective);

/// "3CosAdd" or "3CosMul".
std::string_view objective_name(AnalogyObjective objective);

}  // namespace eigenlex::tool
