#include "eigenlex/compare/contender.hpp"

#include <algorithm>
#include <fstream>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/random.hpp"
#include "eigenlex/learn/train.hpp"

#include "support/temp_dir.hpp"

namespace eigenlex {
namespace contender_test {

using ::testing::HasSubstr;
using ::testing::ThrowsMessage;

/// 2,000 sentences of 60 words.
TrainingTask task_in(const testing::TempDir& folder) {
  std::ofstream corpus(folder / "corpus.txt");
  Random random(1);
  for (int line = 0; line < 2000; ++line) {
    const std::uint64_t topic = random.below(6);
    for (int i = 0; i < 8; ++i) corpus << 'w' << 10 * topic + random.below(10) << ' ';
    corpus << '\n';
  }
  return {.corpus = folder / "corpus.txt", .vocabulary = {}, .dim = 8, .seed = 3, .threads = 1};
}

TEST(Contender, TheSvdIsThatOfTrain) {
  const testing::TempDir folder;
  const TrainingTask task = task_in(folder);
  const Training training = train_here(svd_contender(), task, [] {});
  Recipe recipe;
  recipe.factor.method = Method::kSvd;
  recipe.count.vocabulary.min_count = 1;
  recipe.count.tokenizer.kind = TokenizerKind::kWhitespace;
  recipe.factor.svd.rank = 8;
  recipe.factor.svd.seed = 3;
  const Model model = train({task.corpus.string()}, recipe);
  EXPECT_TRUE(
      std::ranges::equal(training.embedding.vocabulary.words(), model.words.vocabulary.words()));
  EXPECT_EQ(training.embedding.table, model.words.table);
  EXPECT_GT(training.figures.wall_seconds, 0);
  EXPECT_GT(training.figures.cpu_seconds, 0);
  EXPECT_FALSE(training.figures.peak_memory_bytes);
}

TEST(Contender, SvdAndAlsDifferInSettingsAndVectors) {
  EXPECT_NE(svd_contender().settings, als_contender().settings);
  const testing::TempDir folder;
  const TrainingTask task = task_in(folder);
  EXPECT_NE(train_here(svd_contender(), task, [] {}).embedding.table,
            train_here(als_contender(), task, [] {}).embedding.table);
}

TEST(Contender, IsFoundByItsName) {
  const std::vector<Contender> all{svd_contender(), als_contender()};
  EXPECT_EQ(&contender_named(all, "als"), &all[1]);
  EXPECT_THAT([&] { contender_named(all, "glove", "; or so"); },
              ThrowsMessage<OptionError>(
                  HasSubstr("Contender.name = glove: must be some of svd, als; or so")));
}

TEST(Contender, ATrainingCanBeStopped) {
  const testing::TempDir folder;
  const TrainingTask task = task_in(folder);
  int calls = 0;
  const auto stop_later = [&calls] {
    if (++calls == 5) throw Interrupted();
  };
  EXPECT_THROW(train_here(als_contender(), task, stop_later), Interrupted);
  EXPECT_EQ(calls, 5);
}

}  // namespace contender_test
}  // namespace eigenlex
