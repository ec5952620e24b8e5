#ifdef EIGENLEX_HAS_HTTP
#include "connection.hpp"

#include <algorithm>
#include <cerrno>
#include <sys/socket.h>

#include <poll.h>

namespace eigenlex::tool {
namespace {

using std::chrono::milliseconds;

constexpr std::size_t kMostRequestBytes = 8192;
constexpr milliseconds kMostRequestTime{5000};
constexpr milliseconds kMostAnswerTime{30'000};
constexpr milliseconds kMostEndTime{200};

/// Waits for an event of a socket until a time; whether there was one.
bool wait_for(socket_t socket, short event, Connection::Clock::time_point end) {
  while (true) {
    const auto left = std::chrono::ceil<milliseconds>(end - Connection::Clock::now()).count();
    pollfd asked{.fd = socket, .events = event, .revents = 0};
    const int ready = ::poll(&asked, 1, static_cast<int>(std::max<std::int64_t>(left, 0)));
    if (ready >= 0 || errno != EINTR) return ready > 0;
  }
}

}  // namespace

bool Connection::wait(milliseconds time) const {
  return begin_ != end_ || wait_for(socket_, POLLIN, Clock::now() + time);
}

void Connection::begin_request() {
  left_ = kMostRequestBytes;
  deadline_ = Clock::now() + kMostRequestTime;
  refusal_ = 0;
  answer_.clear();
}

bool Connection::fill() {
  if (!wait_for(socket_, POLLIN, deadline_)) {
    refusal_ = 408;
    return false;
  }
  const ssize_t got = ::recv(socket_, buffer_.data(), buffer_.size(), MSG_DONTWAIT);
  begin_ = 0;
  end_ = static_cast<std::size_t>(std::max<ssize_t>(got, 0));
  return got > 0;
}

ssize_t Connection::read(char* bytes, size_t size) {
  if (left_ == 0) refusal_ = 431;
  if (refusal_ != 0 || (begin_ == end_ && !fill())) return -1;
  const std::size_t given = std::min({size, end_ - begin_, left_});
  std::copy_n(buffer_.data() + begin_, given, bytes);
  begin_ += given;
  left_ -= given;
  return static_cast<ssize_t>(given);
}

ssize_t Connection::write(const char* bytes, size_t size) {
  answer_.append(bytes, size);
  return static_cast<ssize_t>(size);
}

bool Connection::flush() {
  const auto end = Clock::now() + kMostAnswerTime;
  std::string_view rest = answer_;
  while (!rest.empty()) {
    const ssize_t sent = ::send(socket_, rest.data(), rest.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
    if (sent > 0) {
      rest.remove_prefix(static_cast<std::size_t>(sent));
    } else if (sent == 0 || (errno != EAGAIN && errno != EINTR) ||
               !wait_for(socket_, POLLOUT, end)) {
      return false;
    }
  }
  return true;
}

void Connection::end() {
  ::shutdown(socket_, SHUT_WR);
  const auto end = Clock::now() + kMostEndTime;
  while (wait_for(socket_, POLLIN, end) &&
         ::recv(socket_, buffer_.data(), buffer_.size(), MSG_DONTWAIT) > 0) {
  }
}

void Connection::get_remote_ip_and_port(std::string& ip, int& port) const {
  ip.clear();
  port = 0;
}

void Connection::get_local_ip_and_port(std::string& ip, int& port) const {
  get_remote_ip_and_port(ip, port);
}

}  // namespace eigenlex::tool
#endif
