#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace eigenlex::internal {

/// How a child process ended and what it took.
struct ChildResult {
  int exit_status = 0;
  double wall_seconds = 0;
  double cpu_seconds = 0;
};

/// Runs a program and waits, calling `check` meanwhile; if that throws, the child is stopped first.
/// `arguments` begin with the name that the program is told it has. What it writes to stderr goes
/// to the file `messages`: it has no terminal to speak to, and Ctrl-C does not reach it but through
/// this process. Throws IoError if it cannot be started.
ChildResult run_child(const std::filesystem::path& program, std::vector<std::string> arguments,
                      const std::filesystem::path& messages, const std::function<void()>& check);

/// Makes this process, a child, end by SIGTERM with the one that started it.
void end_with_parent();

}  // namespace eigenlex::internal
