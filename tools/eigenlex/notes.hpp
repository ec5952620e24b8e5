#pragma once

#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "eigenlex/core/notes.hpp"

namespace eigenlex::tool {

/// Prints notes on stderr, a line each.
void print_notes(const Notes& notes);

/// Keeps notes in `kept`, which must outlive it, and prints them as they come unless the output is
/// JSON, of which they are a part.
NoteSink note_sink(bool json, Notes& kept);

/// Adds --columns, of which `choice` is what the help shows for its value.
void add_columns_option(CLI::App& command, std::vector<std::string>& columns,
                        const std::string& description, const std::string& choice);

}  // namespace eigenlex::tool
