#pragma once

#include <CLI/CLI.hpp>

#include "options.hpp"

namespace eigenlex::tool {

/// Adds --distributed, and --no-distributed for processes that were started together and do not
/// work together.
void add_distributed_option(CLI::App& command, Settings& settings);

/// Joins the processes that were started together with this one, where the settings say so: they
/// have those as `ranks` then, and all but the first are quiet. Throws Error where they do not say
/// anything and there are others, which would write to the same output; where ranks differ in what
/// decides on the result; or where the program was built without or lacks the module.
void join_ranks(Settings& settings);

/// Whether this process is the one that has the result.
inline bool answers(const Settings& settings) {
  return settings.ranks == nullptr || settings.ranks->is_first();
}

/// Leaves the others once all are done. Nothing where there are none.
void leave_ranks();

/// Where there are other ranks, says what went wrong here, and ends all of them with that status:
/// they would wait for this one. The first rank speaks first, so that what all find wrong is said
/// once. Returns where there are none.
void end_ranks_for(const char* message, int status);

}  // namespace eigenlex::tool
