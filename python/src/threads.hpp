#pragma once

#include <csignal>
#include <optional>

#include <pybind11/pybind11.h>

#include "eigenlex/core/parallel.hpp"

namespace eigenlex::python {

/// The threads that were asked for, for the calling thread as long as this lives.
class WantedThreads {
 public:
  WantedThreads();

 private:
  std::optional<ThreadCount> count_;
};

/// Keeps signals from the calling thread, and from threads that it starts, as long as this lives:
/// those that have a handler in Python would interrupt system calls of the library.
class BlockedSignals {
 public:
  BlockedSignals();
  ~BlockedSignals();
  BlockedSignals(const BlockedSignals&) = delete;
  BlockedSignals& operator=(const BlockedSignals&) = delete;

 private:
  sigset_t previous_;
};

/// Lets other threads of Python run as long as it lives: nothing of Python may be touched.
class Unlocked {
 public:
  Unlocked() = default;

 private:
  pybind11::gil_scoped_release released_;
  BlockedSignals signals_;
  WantedThreads threads_;
};

}  // namespace eigenlex::python
