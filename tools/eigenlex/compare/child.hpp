#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace eigenlex::tool {

/// How a child process ended and what it took.
struct ChildResult {
  int exit_status = 0;
  double wall_seconds = 0;
  double cpu_seconds = 0;
};

/// Runs this program with other arguments and waits, calling `check` meanwhile; if that throws, the
/// child is stopped first. Peak memory is the child's own that way. What it writes to stderr goes
/// to the file `messages`: it has no terminal to speak to, and Ctrl-C does not reach it but through
/// this program. Throws IoError if it cannot be started.
ChildResult run_self(const std::vector<std::string>& arguments,
                     const std::filesystem::path& messages, const std::function<void()>& check);

/// Makes this process, a child, end by SIGTERM with the one that started it.
void end_with_parent();

}  // namespace eigenlex::tool
