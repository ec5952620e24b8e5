#include "output.hpp"

#include <array>
#include <cerrno>
#include <cstdio>
#include <exception>
#include <fcntl.h>
#include <thread>
#include <unistd.h>

#include <fmt/format.h>

#include "eigenlex/core/error.hpp"

namespace eigenlex::tool {
namespace {

/// A path whose bytes go to the standard output: for what is written by name.
class OutputPipe {
 public:
  OutputPipe() {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
      throw IoError::from_errno("standard output", "open a pipe to", errno);
    }
    reader_ = ends[0];
    writer_ = ends[1];
    thread_ = std::thread([this] { copy(); });
  }
  ~OutputPipe() {
    close_writer();
    if (thread_.joinable()) thread_.join();
    ::close(reader_);
  }
  OutputPipe(const OutputPipe&) = delete;
  OutputPipe& operator=(const OutputPipe&) = delete;

  std::string path() const { return fmt::format("/proc/self/fd/{}", writer_); }

  /// Call it when all is written; throws IoError if the standard output did not take it.
  void finish() {
    close_writer();
    thread_.join();
    if (error_) std::rethrow_exception(error_);
  }

 private:
  void close_writer() {
    if (writer_ >= 0) ::close(writer_);
    writer_ = -1;
  }

  // After an error the rest is read all the same: who writes must not wait for ever.
  void copy() {
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

  int reader_ = -1;
  int writer_ = -1;
  std::exception_ptr error_;
  std::thread thread_;
};

}  // namespace

void flush_results() {
  errno = 0;
  // What failed before, in the middle of a long answer, is only known from the flag.
  if (std::fflush(stdout) != 0 || std::ferror(stdout) != 0) {
    throw IoError::from_errno("standard output", "write", errno == 0 ? EIO : errno);
  }
}

void print_json(const Settings& settings, nlohmann::ordered_json result) {
  result["notes"] = settings.notes;
  fmt::print("{}\n", result.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
}

void write_file(const Settings& settings,
                const std::function<void(const std::string& path)>& write) {
  if (settings.output != kStandardOutput) return write(settings.output);
  OutputPipe pipe;
  write(pipe.path());
  pipe.finish();
}

}  // namespace eigenlex::tool
