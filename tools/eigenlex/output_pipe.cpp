#include "output_pipe.hpp"

#include <array>
#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <unistd.h>

#include <fmt/format.h>

#include "eigenlex/core/error.hpp"

#include "results.hpp"

namespace eigenlex::tool {

OutputPipe::OutputPipe() {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
    throw IoError::from_errno("standard output", "open a pipe to", errno);
  }
  reader_ = ends[0];
  writer_ = ends[1];
  path_ = fmt::format("/proc/self/fd/{}", writer_);
  thread_ = std::thread([this] { copy(); });
}

OutputPipe::~OutputPipe() {
  close_writer();
  if (thread_.joinable()) thread_.join();
  ::close(reader_);
}

void OutputPipe::finish() {
  close_writer();
  thread_.join();
  if (error_) std::rethrow_exception(error_);
}

void OutputPipe::close_writer() {
  if (writer_ >= 0) ::close(writer_);
  writer_ = -1;
}

// After an error the rest is read all the same: who writes must not wait for ever.
void OutputPipe::copy() {
  std::array<char, 1 << 16> bytes;
  while (true) {
    const ssize_t size = ::read(reader_, bytes.data(), bytes.size());
    if (size < 0 && errno == EINTR) continue;
    if (size <= 0) return;
    if (error_) continue;
    std::fwrite(bytes.data(), 1, static_cast<std::size_t>(size), stdout);
    try {
      flush_results();
    } catch (...) {
      error_ = std::current_exception();
    }
  }
}

}  // namespace eigenlex::tool
