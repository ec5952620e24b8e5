#include "eigenlex/compare/train_in_process.hpp"

#include <filesystem>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/json_file.hpp"
#include "eigenlex/embedding/formats.hpp"

#include "support/random_embedding.hpp"
#include "support/temp_dir.hpp"

namespace eigenlex {
namespace train_in_process_test {

namespace fs = std::filesystem;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::ThrowsMessage;

/// A process that runs a script of the shell with the words for the process as $1, $2 and $3.
TrainingRunner by_script(const testing::TempDir& folder, const std::string& script) {
  fs::create_directories(folder / "work");
  return train_in_processes("/bin/sh", {"sh", "-c", script, "sh"}, folder / "work");
}

Contender contender() { return {.name = "drawn", .description = "random numbers"}; }

void no_check() {}

TEST(TrainInProcess, ReadsWhatTheProcessLeavesAndRemovesIt) {
  const testing::TempDir folder;
  const Embedding words = testing::random_embedding(6, 3, 1);
  write_vectors(words, VectorFormat::kNpy, folder / "made.npy");
  write_json(folder / "made.run.json", {{"peak_memory_bytes", 12345}});
  const auto run = by_script(
      folder, "cp " + (folder / "made.npy").string() + " $1.npy && cp " +
                  (folder / "made.vocab.tsv").string() + " $1.vocab.tsv && cp " +
                  (folder / "made.run.json").string() + " $1.run.json && " + "cp $1.task.json $2");
  const fs::path copy = folder / "told";
  const Training training = run(
      contender(), {.corpus = copy, .vocabulary = {}, .dim = 3, .seed = 7, .threads = 2}, no_check);
  EXPECT_EQ(training.embedding.table, words.table);
  EXPECT_EQ(training.figures.peak_memory_bytes, 12345);
  EXPECT_GT(training.figures.wall_seconds, 0);
  const nlohmann::json told = read_json(copy);
  EXPECT_EQ(told.at("contender"), "drawn");
  EXPECT_EQ(told.at("seed"), 7);
  EXPECT_TRUE(fs::is_empty(folder / "work"));
}

TEST(TrainInProcess, AFailureSaysWhatTheProcessSaid) {
  const testing::TempDir folder;
  const auto run = by_script(folder, "echo out of luck >&2; exit 3");
  EXPECT_THAT([&] { run(contender(), {}, no_check); },
              ThrowsMessage<Error>(AllOf(HasSubstr("exit status 3"), HasSubstr("out of luck"))));
  EXPECT_TRUE(fs::is_empty(folder / "work"));
  const auto none = train_in_processes("/nonexistent/program", {"none"}, folder / "work");
  EXPECT_THROW(none(contender(), {}, no_check), IoError);
}

TEST(TrainInProcess, TheCheckStopsTheProcess) {
  const testing::TempDir folder;
  const auto run = by_script(folder, "exec sleep 100");
  int calls = 0;
  const auto stop = [&] {
    if (++calls == 2) throw Interrupted();
  };
  EXPECT_THROW(run(contender(), {}, stop), Interrupted);
  EXPECT_TRUE(fs::is_empty(folder / "work"));
}

TEST(TrainInProcess, WordsThatAreNotOfAParentAreRefused) {
  const testing::TempDir folder;
  const std::vector<Contender> none;
  EXPECT_THROW(train_for_parent(std::vector<std::string>{"a"}, none), OptionError);
}

}  // namespace train_in_process_test
}  // namespace eigenlex
