#pragma once

#include <string>
#include <string_view>

#include <CLI/CLI.hpp>

#include "eigenlex/counts/context_place.hpp"

namespace eigenlex::tool {

// What commands share that show what words were counted with.

/// Adds --counts, the counts of a model that keeps none.
void add_counts_option(CLI::App& command, std::string& counts);

/// A context as it stands beside a word, which is "_": "the _", "_ of", "_ … throne".
std::string in_place(std::string_view context, ContextPlace place);

/// A place for people: "just before".
std::string_view name_of(ContextPlace place);

/// A number of pairs, some of which count in part.
std::string pairs_text(double pairs);

}  // namespace eigenlex::tool
