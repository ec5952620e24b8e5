#include "child.hpp"

#include <cerrno>
#include <chrono>
#include <cmath>
#include <csignal>
#include <sys/resource.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

#include <spawn.h>

#include "eigenlex/core/error.hpp"

extern char** environ;

namespace eigenlex::tool {
namespace {

constexpr const char* kSelf = "/proc/self/exe";
constexpr std::chrono::milliseconds kPoll{20};

double seconds(const timeval& time) {
  return static_cast<double>(time.tv_sec) + 1e-6 * static_cast<double>(time.tv_usec);
}

pid_t start(const std::vector<std::string>& arguments) {
  std::vector<std::string> all{"eigenlex"};
  all.insert(all.end(), arguments.begin(), arguments.end());
  std::vector<char*> pointers;
  for (std::string& argument : all) pointers.push_back(argument.data());
  pointers.push_back(nullptr);
  pid_t pid = 0;
  const int error = posix_spawn(&pid, kSelf, nullptr, nullptr, pointers.data(), environ);
  if (error != 0) throw IoError::from_errno(kSelf, "start a process of", error);
  return pid;
}

/// A child that is stopped, should it still run, when this goes.
class Child {
 public:
  explicit Child(pid_t pid) : pid_(pid) {}
  ~Child() {
    if (pid_ != 0) stop();
  }
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  /// Whether it has ended; then `status` and `usage` are filled.
  bool has_ended(int& status, rusage& usage) {
    const pid_t found = wait4(pid_, &status, WNOHANG, &usage);
    if (found == 0 || (found < 0 && errno == EINTR)) return false;
    if (found < 0) throw IoError::from_errno("the child process", "wait for", errno);
    pid_ = 0;
    return true;
  }
  void stop() {
    kill(pid_, SIGTERM);
    int status = 0;
    while (waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
    }
    pid_ = 0;
  }

 private:
  pid_t pid_;
};

}  // namespace

ChildResult run_self(const std::vector<std::string>& arguments, const Deadline& deadline,
                     double expected_seconds, const Progress& progress) {
  const auto begun = std::chrono::steady_clock::now();
  const auto elapsed = [&] {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
  };
  ChildResult result;
  Child child(start(arguments));
  int status = 0;
  rusage usage{};
  const auto tell = [&] {
    report(progress, std::llround(1000 * elapsed()), std::llround(1000 * expected_seconds));
  };
  while (!child.has_ended(status, usage)) {
    tell();
    if (!deadline.fits(0)) {
      child.stop();
      result.in_time = false;
      return result;
    }
    std::this_thread::sleep_for(kPoll);
  }
  tell();  // Ctrl-C ends the child as well: that is no failure of its own
  result.wall_seconds = elapsed();
  result.cpu_seconds = seconds(usage.ru_utime) + seconds(usage.ru_stime);
  result.exit_status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return result;
}

}  // namespace eigenlex::tool
