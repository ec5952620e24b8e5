#include "input_batches.hpp"

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <string_view>
#include <unistd.h>
#include <utility>

#include <fmt/core.h>

#include "eigenlex/core/error.hpp"

#ifdef EIGENLEX_HAS_EDITLINE
#include <editline/readline.h>
#endif

namespace eigenlex::tool {
namespace {

constexpr std::size_t kReadSize = 1 << 16;
constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";

/// Whether a person types the questions: the standard input and stderr are a terminal.
bool is_interactive() { return ::isatty(STDIN_FILENO) == 1 && ::isatty(STDERR_FILENO) == 1; }

/// A line that a person types after the prompt `name> `, which goes to stderr; nothing at the end.
/// With libedit (BSD licence) the line can be edited, and the arrows bring back earlier ones of
/// this run.
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
  if (std::getline(std::cin, text)) return text;
  fmt::print(stderr, "\n");
  return std::nullopt;
}
#endif

/// Moves the complete lines of `text` to the result; what follows the last line end stays.
std::vector<std::string> take_lines(std::string& text) {
  std::vector<std::string> lines;
  std::size_t begin = 0;
  for (std::size_t end = text.find('\n'); end != std::string::npos; end = text.find('\n', begin)) {
    std::string line = text.substr(begin, end - begin);
    if (line.ends_with('\r')) line.pop_back();
    if (!line.empty()) lines.push_back(std::move(line));
    begin = end + 1;
  }
  text.erase(0, begin);
  return lines;
}

}  // namespace

std::optional<std::vector<std::string>> InputBatches::next() {
  while (is_interactive()) {
    auto line = read_typed_line(prompt_);
    if (!line) return std::nullopt;
    *line += '\n';
    if (auto lines = take_lines(*line); !lines.empty()) return lines;
  }
  while (!at_end_) {
    std::array<char, kReadSize> buffer;
    const ssize_t size = ::read(STDIN_FILENO, buffer.data(), buffer.size());
    if (size < 0) {
      if (errno == EINTR) continue;
      throw IoError::from_errno("standard input", "read", errno);
    }
    if (size == 0) {
      at_end_ = true;
      // The last line may lack its end.
      unfinished_line_ += '\n';
    }
    const std::string_view arrived(buffer.data(), static_cast<std::size_t>(size));
    unfinished_line_ += arrived;
    if (!at_end_ && arrived.find('\n') == std::string_view::npos) continue;
    // A whole line is there, and so is the mark that the input may begin with.
    if (std::exchange(at_start_, false) && unfinished_line_.starts_with(kByteOrderMark)) {
      unfinished_line_.erase(0, kByteOrderMark.size());
    }
    std::vector<std::string> lines = take_lines(unfinished_line_);
    if (!lines.empty()) return lines;
  }
  return std::nullopt;
}

}  // namespace eigenlex::tool
