#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>

#include <httplib.h>

namespace eigenlex::tool {

/// A connection as httplib reads requests from it and writes answers to it, with what that library
/// leaves open bounded: the bytes and the time of a request, the time of an answer. An answer is
/// sent at once: in two parts it would wait for the other end's acknowledgement of the first.
class Connection final : public httplib::Stream {
 public:
  using Clock = std::chrono::steady_clock;

  explicit Connection(socket_t socket) : socket_(socket) {}

  /// Whether there is something to read, waiting so long at most. Also true at the end.
  bool wait(std::chrono::milliseconds time) const;
  /// From now on bytes and time are those of another request.
  void begin_request();
  /// Why the request was left unread; 0 where it was not.
  int refusal() const { return refusal_; }
  bool has_answer() const { return !answer_.empty(); }
  /// Sends what was written; whether it could.
  bool flush();
  /// Says that nothing more comes, and takes for a moment what the other end still sends: it might
  /// not read the answer otherwise.
  void end();

  ssize_t read(char* bytes, size_t size) override;
  ssize_t write(const char* bytes, size_t size) override;
  socket_t socket() const override { return socket_; }
  void get_remote_ip_and_port(std::string& ip, int& port) const override;
  void get_local_ip_and_port(std::string& ip, int& port) const override;
  // Of these each version of httplib asks for some.
  bool is_readable() const { return true; }
  bool is_writable() const { return true; }
  bool wait_readable() const { return true; }
  bool wait_writable() const { return true; }
  time_t duration() const { return 0; }

 private:
  bool fill();

  socket_t socket_;
  std::array<char, 4096> buffer_{};
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
  std::size_t left_ = 0;  // bytes that the request may still have
  Clock::time_point deadline_;
  int refusal_ = 0;
  std::string answer_;
};

}  // namespace eigenlex::tool
