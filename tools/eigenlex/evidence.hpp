#pragma once

#include <string>
#include <string_view>

#include <CLI/CLI.hpp>

#include "eigenlex/core/read_options.hpp"
#include "eigenlex/counts/context_place.hpp"
#include "eigenlex/query/context_table.hpp"

namespace eigenlex::tool {

// What commands share that show what words were counted with.

/// Adds --counts, the counts of a model that keeps none.
void add_counts_option(CLI::App& command, std::string& counts);

/// The contexts of a model's words, by the counts named or else those that it keeps. Throws as
/// `eigenlex::open_contexts`; where it keeps none, the message says which option keeps them.
ContextTable open_contexts_of(const std::string& model, const std::string& counts,
                              const ReadOptions& read);

/// A context as it stands beside a word, which is "_": "the _", "_ of", "_ … throne".
std::string in_place(std::string_view context, ContextPlace place);

/// A place for people: "just before".
std::string_view name_of(ContextPlace place);

/// A number of pairs, some of which count in part.
std::string pairs_text(double pairs);

}  // namespace eigenlex::tool
