#include "lost_file.hpp"

#include <charconv>
#include <csignal>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <fcntl.h>
#include <string_view>
#include <unistd.h>

#include <limits.h>

namespace eigenlex::tool {
namespace {

// All that a signal handler calls must be safe at any moment: no allocation, no locks.

/// The lines of a file, those that do not fit into the buffer cut short.
class Lines {
 public:
  explicit Lines(int descriptor) : descriptor_(descriptor) {}

  /// The next line, valid until the next call; an empty one at the end.
  std::string_view next() {
    std::size_t size = 0;
    while (true) {
      if (begin_ == end_) {
        const ssize_t read = ::read(descriptor_, buffer_, sizeof buffer_);
        if (read <= 0) return {line_, size};
        begin_ = 0;
        end_ = static_cast<std::size_t>(read);
      }
      const char c = buffer_[begin_++];
      if (c == '\n') return {line_, size};
      if (size < sizeof line_) line_[size++] = c;
    }
  }

 private:
  int descriptor_;
  char buffer_[4096];
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
  char line_[PATH_MAX + 128];
};

/// Whether a line of /proc/self/maps, "BEGIN-END ... PATH", is of the mapping that has the address.
bool holds(std::string_view line, std::uintptr_t address) {
  std::uintptr_t begin = 0;
  std::uintptr_t end = 0;
  const char* const last = line.data() + line.size();
  const auto [dash, error] = std::from_chars(line.data(), last, begin, 16);
  if (error != std::errc() || dash == last) return false;
  std::from_chars(dash + 1, last, end, 16);
  return begin <= address && address < end;
}

void print(std::string_view text) {
  // There is no one to tell that the message cannot be written.
  [[maybe_unused]] const ssize_t ignored = ::write(STDERR_FILENO, text.data(), text.size());
}

void fail_for(int, siginfo_t* info, void*) {
  const auto address = reinterpret_cast<std::uintptr_t>(info->si_addr);
  Lines maps(::open("/proc/self/maps", O_RDONLY | O_CLOEXEC));
  std::string_view line = maps.next();
  while (!line.empty() && !holds(line, address)) line = maps.next();
  print("eigenlex: ");
  const std::size_t path = line.find('/');
  print(path == std::string_view::npos ? "a file" : line.substr(path));
  print(": cannot be read on; it was shortened meanwhile, or its device fails\n");
  std::_Exit(1);
}

}  // namespace

void report_lost_files() {
  struct sigaction action = {};
  action.sa_sigaction = fail_for;
  action.sa_flags = SA_SIGINFO;
  ::sigaction(SIGBUS, &action, nullptr);
}

}  // namespace eigenlex::tool
