#include "eigenlex/core/observer.hpp"

#include <string>
#include <vector>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "eigenlex/core/error.hpp"

namespace eigenlex {
namespace observer_test {

using ::testing::ElementsAre;

class Recorder : public Observer {
 public:
  std::vector<std::string> calls;
  bool stops = false;

 private:
  void on_begin(const Stage& stage) override {
    calls.push_back(fmt::format("begin {} {} {}", stage.name, stage.unit, stage.scale));
  }
  void on_progress(std::int64_t done, std::int64_t total) override {
    if (stops) throw Interrupted();
    calls.push_back(fmt::format("{} of {}", done, total));
  }
  void on_end() override { calls.emplace_back("end"); }
  void on_note(std::string_view label, std::string_view text) override {
    calls.push_back(fmt::format("{}: {}", label, text));
  }
};

TEST(Observer, HearsOfStagesTheirProgressAndNotesInOrder) {
  Recorder recorder;
  const Progress progress = recorder.begin("count", "tokens", 2);
  progress(3, 10);
  recorder.end();
  recorder.note("plan", "nothing");
  recorder.begin({.name = "write"});
  recorder.end();
  EXPECT_THAT(recorder.calls, ElementsAre("begin count tokens 2", "3 of 10", "end", "plan: nothing",
                                          "begin write  1", "end"));
}

TEST(Observer, StopsWorkFromItsProgress) {
  Recorder recorder;
  recorder.stops = true;
  const Progress progress = recorder.begin("svd");
  EXPECT_THROW(report(progress, 1, 2), Interrupted);
}

TEST(Observer, StopsWorkBetweenItsHooks) {
  Recorder recorder;
  const Progress progress = recorder.begin("svd");
  recorder.stop();
  EXPECT_TRUE(recorder.cancellation().is_requested());
  EXPECT_THROW(report(progress, 1, 2), Interrupted);
  EXPECT_THROW(recorder.begin("als"), Interrupted);
  EXPECT_THAT(recorder.calls, ElementsAre("begin svd  1"));
}

TEST(Observer, MayBeAbsent) {
  const Progress progress = unobserved().begin("read", "B");
  EXPECT_NO_THROW(report(progress, 1, 2));
  unobserved().note("plan", "");
  unobserved().end();
  EXPECT_EQ(&unobserved(), &unobserved());
}

}  // namespace observer_test
}  // namespace eigenlex
