#include "eigenlex/learn/run_record.hpp"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace eigenlex {
namespace run_record_test {

using ::testing::ElementsAre;

class Listener : public Observer {
 public:
  std::vector<std::string> heard;

 private:
  void on_begin(const Stage& stage) override {
    heard.push_back("begin " + std::string(stage.name) + " " + std::string(stage.unit));
  }
  void on_progress(std::int64_t done, std::int64_t) override {
    heard.push_back(std::to_string(done));
  }
  void on_end() override { heard.emplace_back("end"); }
  void on_note(std::string_view label, std::string_view) override { heard.emplace_back(label); }
};

TEST(RunRecord, PassesEverythingOnAndKeepsWhatStagesTook) {
  Listener listener;
  RunRecord record(listener);
  const Progress progress = record.begin("count", "tokens");
  progress(7, 10);
  record.end();
  record.note("plan", "text");
  record.begin("svd");  // has not ended
  EXPECT_THAT(listener.heard, ElementsAre("begin count tokens", "7", "end", "plan", "begin svd "));
  const nlohmann::json run = record.describe();
  ASSERT_EQ(run.at("stages").size(), 1u);
  const nlohmann::json& stage = run.at("stages")[0];
  EXPECT_EQ(stage.at("stage"), "count");
  EXPECT_GE(stage.at("wall_seconds").get<double>(), 0);
  EXPECT_GE(stage.at("cpu_seconds").get<double>(), 0);
  EXPECT_GT(stage.at("peak_memory_bytes").get<std::int64_t>(), 0);
  EXPECT_GE(run.at("peak_memory_bytes"), stage.at("peak_memory_bytes"));
  EXPECT_GE(run.at("threads").get<int>(), 1);
}

}  // namespace run_record_test
}  // namespace eigenlex
