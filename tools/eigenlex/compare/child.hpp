#pragma once

#include <string>
#include <vector>

#include "eigenlex/core/progress.hpp"

#include "deadline.hpp"

namespace eigenlex::tool {

/// How a child process ended and what it took.
struct ChildResult {
  bool in_time = true;  ///< false: it was stopped at the deadline
  int exit_status = 0;
  double wall_seconds = 0;
  double cpu_seconds = 0;
};

/// Runs this program with other arguments and waits, until the deadline at most. Peak memory is the
/// child's own that way. `progress` counts milliseconds, of `expected_seconds` (0: unknown). Throws
/// IoError if it cannot be started, and what `progress` throws; the child is then stopped first.
ChildResult run_self(const std::vector<std::string>& arguments, const Deadline& deadline,
                     double expected_seconds, const Progress& progress);

}  // namespace eigenlex::tool
