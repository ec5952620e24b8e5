#pragma once

#include <functional>
#include <optional>
#include <utility>

#include <pybind11/pybind11.h>

#include "eigenlex/core/observer.hpp"

#include "document_feed.hpp"

namespace eigenlex::python {

/// Runs long work on a thread of its own while the calling one, which has Python's lock now and
/// then, does what has to be done in Python: it looks for signals every 50 ms, tells `listener`
/// what happens, and gives the work the documents of `feed`, which may be null.
///
/// The listener has the methods begin(stage, unit, scale), progress(done, total), end() and
/// note(label, text), or is None. Progress that comes faster than the calling thread looks is
/// left out but for the last.
///
/// What the work throws is thrown again. What is raised in Python, by the listener, the documents
/// or a signal, stops the work, and is thrown when it has ended.
void run_job(const std::function<void(Observer&)>& work, pybind11::handle listener,
             DocumentFeed* feed = nullptr);

/// What long work that says nothing returns, run in the same way.
template <class Work>
auto result_of_job(const Work& work) {
  std::optional<decltype(work())> result;
  run_job([&](Observer&) { result.emplace(work()); }, pybind11::none());
  return *std::move(result);
}

}  // namespace eigenlex::python
