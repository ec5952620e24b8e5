#pragma once

#include <CLI/CLI.hpp>

namespace eigenlex::tool {

// The subcommands of `classify`.
void add_classify_train_command(CLI::App& classify);
void add_classify_predict_command(CLI::App& classify);
void add_classify_evaluate_command(CLI::App& classify);

}  // namespace eigenlex::tool
