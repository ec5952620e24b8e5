#pragma once

#include <optional>
#include <string>

namespace eigenlex::tool {

/// Whether a person types the questions: the standard input and stderr are a terminal.
bool is_interactive();

/// A line that a person types after the prompt `name> `, which goes to stderr; nothing at the end.
/// With libedit (BSD licence) the line can be edited, and the arrows bring back earlier ones of
/// this run. Throws IoError.
std::optional<std::string> read_typed_line(const std::string& name);

}  // namespace eigenlex::tool
