#pragma once

#include <string>
#include <vector>

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
/// child's own that way. Throws IoError if it cannot be started, Interrupted if that was asked for;
/// the child is then stopped first.
ChildResult run_self(const std::vector<std::string>& arguments, const Deadline& deadline);

}  // namespace eigenlex::tool
