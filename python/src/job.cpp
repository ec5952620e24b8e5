#include "job.hpp"

#include <chrono>
#include <cstdint>
#include <deque>
#include <exception>
#include <optional>
#include <string>
#include <thread>
#include <utility>

#include "eigenlex/core/cancellation.hpp"

#include "strings.hpp"
#include "threads.hpp"

namespace eigenlex::python {
namespace py = pybind11;
namespace {

constexpr std::chrono::milliseconds kLooks{50};

/// What the work says, to be told in Python.
struct Event {
  enum class Kind { kBegin, kProgress, kEnd, kNote };
  Kind kind;
  std::string name = {};  // of a stage, or the label of a note
  std::string text = {};  // the unit of a stage, or the text of a note
  double scale = 1;
  std::int64_t done = 0;
  std::int64_t total = 0;
};

/// Takes down what the work says until the calling thread looks.
class Relay final : public Observer {
 public:
  explicit Relay(Meeting& meeting) : meeting_(meeting) {}

  void finish() {
    const std::lock_guard lock(meeting_.mutex);
    ended_ = true;
    meeting_.changed.notify_all();
  }
  /// What there is to do.
  struct Task {
    bool work_ended = false;
    bool feed_has_room = false;
  };
  /// Waits until there is something to do or has been said, 50 ms at most.
  Task wait(const DocumentFeed* feed) {
    std::unique_lock lock(meeting_.mutex);
    Task task;
    meeting_.changed.wait_for(lock, kLooks, [&] {
      task = {.work_ended = ended_, .feed_has_room = feed != nullptr && feed->has_room()};
      return task.work_ended || task.feed_has_room || !events_.empty();
    });
    return task;
  }
  /// What was said since the last call.
  std::deque<Event> take() {
    const std::lock_guard lock(meeting_.mutex);
    keep_progress();
    return std::exchange(events_, {});
  }

 private:
  void on_begin(const Stage& stage) override {
    add({.kind = Event::Kind::kBegin,
         .name = std::string(stage.name),
         .text = std::string(stage.unit),
         .scale = stage.scale});
  }
  void on_progress(std::int64_t done, std::int64_t total) override {
    const std::lock_guard lock(meeting_.mutex);
    progress_ = Event{.kind = Event::Kind::kProgress, .done = done, .total = total};
  }
  void on_end() override { add({.kind = Event::Kind::kEnd}); }
  void on_note(std::string_view label, std::string_view text) override {
    add({.kind = Event::Kind::kNote, .name = std::string(label), .text = std::string(text)});
  }

  void add(Event event) {
    const std::lock_guard lock(meeting_.mutex);
    keep_progress();
    events_.push_back(std::move(event));
    meeting_.changed.notify_all();
  }
  void keep_progress() {
    if (progress_) events_.push_back(std::move(*progress_));
    progress_.reset();
  }

  Meeting& meeting_;
  // Guarded by the meeting's mutex.
  std::deque<Event> events_;
  std::optional<Event> progress_;
  bool ended_ = false;
};

void tell(py::handle listener, const Event& event) {
  switch (event.kind) {
    case Event::Kind::kBegin:
      listener.attr("begin")(str_of(event.name), str_of(event.text), event.scale);
      break;
    case Event::Kind::kProgress:
      listener.attr("progress")(event.done, event.total);
      break;
    case Event::Kind::kEnd:
      listener.attr("end")();
      break;
    case Event::Kind::kNote:
      listener.attr("note")(str_of(event.name), str_of(event.text));
      break;
  }
}

/// Does what is to be done in Python until the work has ended.
void attend(Relay& relay, py::handle listener, DocumentFeed* feed) {
  Relay::Task task;
  while (!task.work_ended) {
    {
      const py::gil_scoped_release released;
      task = relay.wait(feed);
    }
    if (PyErr_CheckSignals() != 0) throw py::error_already_set();
    for (const Event& event : relay.take()) {
      if (!listener.is_none()) tell(listener, event);
    }
    if (task.feed_has_room && !task.work_ended) feed->add_piece();
  }
}

/// A thread that signals do not interrupt, whose system calls go on.
template <class Body>
std::thread without_signals(const Body& body) {
  const BlockedSignals blocked;  // a thread begins with what its maker blocks
  return std::thread(body);
}

void join(std::thread& worker) {
  const py::gil_scoped_release released;
  worker.join();
}

}  // namespace

void run_job(const std::function<void(Observer&)>& work, py::handle listener, DocumentFeed* feed) {
  Meeting meeting;
  Relay relay(meeting);
  if (feed != nullptr) feed->meet_at(meeting);
  std::exception_ptr failure;
  std::thread worker = without_signals([&] {
    try {
      const WantedThreads threads;
      const CancellationScope stops(relay.cancellation());
      work(relay);
    } catch (...) {
      failure = std::current_exception();
    }
    relay.finish();
  });
  try {
    attend(relay, listener, feed);
  } catch (...) {
    relay.stop();
    if (feed != nullptr) feed->abandon();
    join(worker);
    throw;
  }
  join(worker);
  if (failure) std::rethrow_exception(failure);
}

}  // namespace eigenlex::python
