#pragma once

#include "eigenlex/core/notes.hpp"

namespace eigenlex::tool {

/// Prints notes on stderr, a line each.
void print_notes(const Notes& notes);

}  // namespace eigenlex::tool
