#pragma once

#include <string>

#include <CLI/CLI.hpp>

namespace eigenlex::tool {

/// What is wrong with the arguments, in a sentence: which one, what it must be, what was perhaps
/// meant, and where help is. `app` is what could not parse them.
std::string usage_message(const CLI::App& app, const CLI::ParseError& error);

}  // namespace eigenlex::tool
