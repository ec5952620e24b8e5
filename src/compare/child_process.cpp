#include "compare/child_process.hpp"

#include <cerrno>
#include <chrono>
#include <csignal>
#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>
#include <utility>

#include <spawn.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/unfinished.hpp"

extern char** environ;

namespace eigenlex::internal {
namespace {

constexpr std::chrono::milliseconds kPoll{20};

double seconds(const timeval& time) {
  return static_cast<double>(time.tv_sec) + 1e-6 * static_cast<double>(time.tv_usec);
}

void succeed(int error, const char* action) {
  if (error != 0) throw IoError::from_errno("the child process", action, error);
}

/// What a child starts with: a process group of its own and its stderr in a file.
class Surroundings {
 public:
  explicit Surroundings(const std::filesystem::path& messages) {
    succeed(posix_spawn_file_actions_init(&files_), "prepare");
    succeed(posix_spawnattr_init(&attributes_), "prepare");
    succeed(posix_spawn_file_actions_addopen(&files_, STDERR_FILENO, messages.c_str(),
                                             O_WRONLY | O_CREAT | O_TRUNC, 0666),
            "prepare");
    succeed(posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETPGROUP), "prepare");
  }
  ~Surroundings() {
    posix_spawn_file_actions_destroy(&files_);
    posix_spawnattr_destroy(&attributes_);
  }
  Surroundings(const Surroundings&) = delete;
  Surroundings& operator=(const Surroundings&) = delete;

  const posix_spawn_file_actions_t* files() const { return &files_; }
  const posix_spawnattr_t* attributes() const { return &attributes_; }

 private:
  posix_spawn_file_actions_t files_{};
  posix_spawnattr_t attributes_{};
};

pid_t start(const std::filesystem::path& program, std::vector<std::string> arguments,
            const std::filesystem::path& messages) {
  std::vector<char*> pointers;
  for (std::string& argument : arguments) pointers.push_back(argument.data());
  pointers.push_back(nullptr);
  const Surroundings surroundings(messages);
  pid_t pid = 0;
  succeed(posix_spawn(&pid, program.c_str(), surroundings.files(), surroundings.attributes(),
                      pointers.data(), environ),
          "start");
  return pid;
}

/// A child that is stopped, should it still run, when this goes.
class Child {
 public:
  Child(const std::filesystem::path& program, std::vector<std::string> arguments,
        const std::filesystem::path& messages)
      : unfinished_([this] { stop(); }) {
    const auto finishing = Unfinished::finishing();  // no child is started that is not known
    pid_ = start(program, std::move(arguments), messages);
  }
  ~Child() {
    const auto finishing = Unfinished::finishing();
    stop();
  }
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  /// Whether it has ended; then `status` and `usage` are filled.
  bool has_ended(int& status, rusage& usage) {
    const auto finishing = Unfinished::finishing();
    const pid_t found = wait4(pid_, &status, WNOHANG, &usage);
    if (found == 0 || (found < 0 && errno == EINTR)) return false;
    if (found < 0) throw IoError::from_errno("the child process", "wait for", errno);
    pid_ = 0;
    return true;
  }

 private:
  void stop() {
    if (pid_ == 0) return;
    kill(pid_, SIGTERM);
    int status = 0;
    while (waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
    }
    pid_ = 0;
  }

  pid_t pid_ = 0;
  Unfinished unfinished_;
};

}  // namespace

ChildResult run_child(const std::filesystem::path& program, std::vector<std::string> arguments,
                      const std::filesystem::path& messages, const std::function<void()>& check) {
  const auto begun = std::chrono::steady_clock::now();
  Child child(program, std::move(arguments), messages);
  int status = 0;
  rusage usage{};
  while (!child.has_ended(status, usage)) {
    check();
    std::this_thread::sleep_for(kPoll);
  }
  ChildResult result;
  result.wall_seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
  result.cpu_seconds = seconds(usage.ru_utime) + seconds(usage.ru_stime);
  result.exit_status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return result;
}

void end_with_parent() { prctl(PR_SET_PDEATHSIG, SIGTERM); }

}  // namespace eigenlex::internal
