// Counting, factorizing and training over ranks, against one process.

#include "learn/over_ranks.hpp"

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/learn/evidence.hpp"
#include "eigenlex/learn/train.hpp"

#include "learn/memory_plan.hpp"
#include "support/corpora.hpp"
#include "support/counts.hpp"
#include "support/temp_dir.hpp"
#include "support/thread_ranks.hpp"

namespace eigenlex {
namespace over_ranks_test {

namespace fs = std::filesystem;
using testing::same_cells;
using testing::TempDir;
using testing::ThreadRanks;

class OverRanks : public ::testing::Test {
 protected:
  OverRanks() {
    std::string text;
    for (const std::string& document : testing::zipf_documents(8000, 60, 4000, 3)) {
      text += document + "\n";
      // Many files, and one that has to be shared by its blocks.
      if (text.size() > 100000) {
        folder_.write(std::to_string(10 + files_.size()) + ".txt", text);
        files_.push_back((folder_ / (std::to_string(10 + files_.size()) + ".txt")).string());
        all_ += text;
        text.clear();
      }
    }
    one_file_ = {folder_.write("all.txt", all_).string()};
  }

  Resources resources(const Communicator* ranks, std::int64_t memory = 0) const {
    return {.memory = memory, .work = folder_ / "work", .ranks = ranks};
  }
  Recipe recipe(Method method, ContextKind contexts = ContextKind::kNear) const {
    return {.count = {.vocabulary = {.min_count = 2}, .window = 4, .contexts = contexts},
            .factor = {.method = method, .svd = {.rank = 12}, .als = {.sweeps = 2}}};
  }
  /// What the first of so many ranks makes.
  Model trained(int size, const std::vector<std::string>& corpus, const Recipe& recipe,
                std::int64_t memory = 0, int threads = 1) const {
    return std::move(ThreadRanks(size).run(
        [&](const Communicator& ranks) { return train(corpus, recipe, resources(&ranks, memory)); },
        threads)[0]);
  }

  TempDir folder_;
  std::vector<std::string> files_;
  std::string all_;
  std::vector<std::string> one_file_;
};

void expect_same(const Model& a, const Model& b) {
  EXPECT_EQ(a.words.vocabulary.words(), b.words.vocabulary.words());
  EXPECT_EQ(a.words.vocabulary.counts(), b.words.vocabulary.counts());
  EXPECT_EQ(a.words.table, b.words.table);
  EXPECT_EQ(a.contexts, b.contexts);
  EXPECT_EQ(a.singular_values, b.singular_values);
  EXPECT_EQ(a.description, b.description);
}

TEST_F(OverRanks, TrainTheModelOfOneProcess) {
  for (const ContextKind contexts : {ContextKind::kSymmetric, ContextKind::kNear}) {
    for (const Method method : {Method::kSvd, Method::kAls}) {
      const Recipe r = recipe(method, contexts);
      for (const auto* corpus : {&files_, &one_file_}) {
        const Model one = train(*corpus, r);
        expect_same(trained(2, *corpus, r), one);
        expect_same(trained(3, *corpus, r, 0, 2), one);
      }
    }
  }
}

TEST_F(OverRanks, TrainTheModelOfOneProcessWithinAnyMemory) {
  for (const Method method : {Method::kSvd, Method::kAls}) {
    const Recipe r = recipe(method);
    const Model one = train(one_file_, r);
    const internal::MatrixShape shape =
        internal::shape_of_counts(one.words.vocabulary.size(), r.count.cooccurrence());
    const std::int64_t least =
        internal::constant_memory(shape) + internal::rank_memory(shape, r.factor, 1, 2) + 20'000;
    expect_same(trained(2, one_file_, r, least), one);
    EXPECT_THROW(trained(2, one_file_, r, least / 2), OptionError);
    EXPECT_FALSE(fs::exists(folder_ / "work"));
  }
}

TEST_F(OverRanks, CountWhatOneProcessCounts) {
  const CountRecipe counting = recipe(Method::kSvd).count;
  for (const auto* corpus : {&files_, &one_file_}) {
    const Counts one = count(*corpus, counting);
    for (const std::int64_t memory : {std::int64_t{0}, std::int64_t{60'000'000}}) {
      const auto counted = ThreadRanks(3).run([&](const Communicator& ranks) {
        // Counts in files are there as long as the call.
        const fs::path output = folder_ / "ranks.counts";
        count_into(output, *corpus, counting, resources(&ranks, memory));
        ranks.meet();
        return read_counts(output);
      });
      EXPECT_TRUE(same_cells(counted[0].matrix, one.matrix));
      EXPECT_EQ(counted[0].description, one.description);
      EXPECT_EQ(counted[0].vocabulary.counts(), one.vocabulary.counts());
      EXPECT_FALSE(fs::exists(folder_ / "work"));
    }
  }
}

TEST_F(OverRanks, FactorizeAFolderOfCounts) {
  const fs::path path = folder_ / "all.counts";
  count_into(path, one_file_, recipe(Method::kAls).count);
  for (const Method method : {Method::kSvd, Method::kAls}) {
    const FactorRecipe factoring = recipe(method).factor;
    const Model one = factorize(path, factoring);
    for (const std::int64_t memory : {std::int64_t{0}, std::int64_t{100'000'000}}) {
      const auto made = ThreadRanks(3).run([&](const Communicator& ranks) {
        return factorize(path, factoring, resources(&ranks, memory));
      });
      expect_same(made[0], one);
    }
  }
}

TEST_F(OverRanks, ResumeFromFinishedCounts) {
  const Recipe r = recipe(Method::kSvd);
  /// Fails amid the SVD.
  class Failing final : public Observer {
    void on_begin(const Stage& stage) override {
      if (stage.name == "svd") throw Interrupted();
    }
  };
  class Recording final : public Observer {
   public:
    std::vector<std::string> stages;

   private:
    void on_begin(const Stage& stage) override { stages.emplace_back(stage.name); }
  };
  const auto run = [&](Observer& observer) {
    return std::move(ThreadRanks(2).run([&](const Communicator& ranks) {
      Resources given = resources(&ranks);
      given.resume = true;
      return train(one_file_, r, given, ranks.is_first() ? observer : unobserved());
    })[0]);
  };
  Failing failing;
  EXPECT_THROW(run(failing), Interrupted);
  EXPECT_TRUE(fs::exists(folder_ / "work/counts"));
  Recording recording;
  expect_same(run(recording), train(one_file_, r));
  EXPECT_EQ(std::ranges::count(recording.stages, "count"), 0);
  EXPECT_FALSE(fs::exists(folder_ / "work"));
}

TEST_F(OverRanks, HaveWordsOfTextThatOneRankAloneHas) {
  // A text shorter than a block has one reader.
  const std::vector<std::string> corpus{folder_.write("short.txt", "a b a b\nb a c c\n").string()};
  Recipe r = recipe(Method::kSvd);
  r.factor.svd.rank = 2;
  expect_same(trained(4, corpus, r), train(corpus, r));
}

TEST_F(OverRanks, RefuseWhatOneProcessHasToDo) {
  Recipe r = recipe(Method::kSvd);
  EXPECT_THROW(trained(2, {"-"}, r), OptionError);
  EXPECT_THROW(trained(2, {folder_.write("empty.txt", "\n").string()}, r), FormatError);
  r.factor.solver = SvdSolver::kSpectra;
  EXPECT_THROW(trained(2, one_file_, r), OptionError);
  r = recipe(Method::kSvd);
  r.count.vocabulary.min_count = 1000000;
  EXPECT_THROW(trained(2, one_file_, r), OptionError);
  r = recipe(Method::kSvd);
  r.count.phrases.passes = 1;
  EXPECT_THROW(trained(2, one_file_, r), OptionError);
  ThreadRanks(2).run([&](const Communicator& ranks) {
    EXPECT_THROW(train_with_evidence_into(folder_ / "m", one_file_, recipe(Method::kSvd),
                                          {.counts = true}, resources(&ranks)),
                 OptionError);
    return 0;
  });
}

}  // namespace over_ranks_test
}  // namespace eigenlex
