#include "prompt.hpp"

#include <cstdio>
#include <cstdlib>
#include <unistd.h>

#include <fmt/core.h>

#ifdef EIGENLEX_HAS_EDITLINE
#include <editline/readline.h>
#endif

namespace eigenlex::tool {

bool is_interactive() { return ::isatty(STDIN_FILENO) == 1 && ::isatty(STDERR_FILENO) == 1; }

#ifdef EIGENLEX_HAS_EDITLINE
std::optional<std::string> read_typed_line(const std::string& name) {
  rl_outstream = stderr;  // the standard output has the answers
  char* const line = ::readline((name + "> ").c_str());
  if (line == nullptr) {
    fmt::print(stderr, "\n");
    return std::nullopt;
  }
  std::string text = line;
  std::free(line);
  if (!text.empty()) ::add_history(text.c_str());
  return text;
}
#else
std::optional<std::string> read_typed_line(const std::string& name) {
  fmt::print(stderr, "{}> ", name);
  std::string text;
  for (int c = std::getchar(); c != '\n'; c = std::getchar()) {
    if (c == EOF) {
      fmt::print(stderr, "\n");
      return text.empty() ? std::nullopt : std::optional(text);
    }
    text.push_back(static_cast<char>(c));
  }
  return text;
}
#endif

}  // namespace eigenlex::tool
