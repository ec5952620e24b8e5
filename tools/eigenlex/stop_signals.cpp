#include "stop_signals.hpp"

#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <thread>
#include <unistd.h>

#include <pthread.h>

#include "eigenlex/core/unfinished.hpp"

#include "console.hpp"

namespace eigenlex::tool {
namespace {

std::atomic<bool> ending{false};
std::atomic<bool> is_quiet{false};
std::atomic<bool> has_others{false};

/// What the others have to put their work away; mpirun and srun give a second or more.
constexpr std::chrono::milliseconds kForOthers{400};

sigset_t stop_signals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  return signals;
}

/// Waits for a signal and ends the program.
void* wait_for_signal(void*) {
  const sigset_t signals = stop_signals();
  int number = 0;
  while (sigwait(&signals, &number) != 0) {
  }
  ending = true;
  abandon_unfinished();
  if (!is_quiet)
    std::fputs(is_live_line_open() ? "\neigenlex: interrupted\n" : "eigenlex: interrupted\n",
               stderr);
  if (has_others) std::this_thread::sleep_for(kForOthers);
  std::_Exit(128 + number);
}

}  // namespace

void end_on_stop_signals() {
  // Also where whoever started this program had it ignore them, as shells do with what runs in the
  // background.
  std::signal(SIGINT, SIG_DFL);
  std::signal(SIGTERM, SIG_DFL);
  // All threads to come block them too, and so one alone hears of them.
  const sigset_t signals = stop_signals();
  sigset_t before;
  pthread_sigmask(SIG_BLOCK, &signals, &before);
  pthread_t thread{};
  if (pthread_create(&thread, nullptr, wait_for_signal, nullptr) == 0) {
    pthread_detach(thread);
  } else {  // Then they end the program as they end any.
    pthread_sigmask(SIG_SETMASK, &before, nullptr);
  }
}

void end_together(bool speaks) {
  is_quiet = !speaks;
  has_others = true;
}

void let_stop_signals_end() {
  while (ending) ::pause();
}

}  // namespace eigenlex::tool
