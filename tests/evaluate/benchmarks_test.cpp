#include "eigenlex/evaluate/benchmarks.hpp"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "eigenlex/core/error.hpp"

#include "support/random_embedding.hpp"
#include "support/temp_dir.hpp"

namespace eigenlex {
namespace benchmarks_test {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::ThrowsMessage;

/// Keeps the names of stages.
class Listener final : public Observer {
 public:
  std::vector<std::string> stages;

 private:
  void on_begin(const Stage& stage) override { stages.emplace_back(stage.name); }
};

class BenchmarkFiles : public ::testing::Test {
 protected:
  testing::TempDir folder_;
  std::string pairs_ = folder_.write(
      "pairs.tsv", "first\tsecond\tscore\nw0\tw1\t1\nw2\tw3\t2\nw4\tw5\t3\nw6\tnone\t4\n");
  std::string questions_ = folder_.write("questions.txt", ": s\nw0 w1 w2 w3\nw4 w5 w6 none\n");
};

TEST_F(BenchmarkFiles, AreReadWithTheirNotes) {
  const Benchmarks benchmarks = read_benchmarks({pairs_}, {questions_});
  EXPECT_EQ(benchmarks.similarity.at(0).pairs.size(), 4u);
  EXPECT_EQ(benchmarks.analogies.at(0).sections.size(), 1u);
  EXPECT_THAT(benchmarks.notes(), ElementsAre(HasSubstr("line 1 is taken for a header")));
  EXPECT_THAT(read_benchmarks({pairs_}, {}, {"2", "1", "3"}).similarity[0].pairs[0].first, "w1");
}

TEST_F(BenchmarkFiles, OfTwoKindsHaveNoColumnsInCommon) {
  EXPECT_THAT(
      [&] {
        read_benchmarks({pairs_}, {questions_}, {"1", "2", "3"});
      },
      ThrowsMessage<OptionError>(HasSubstr("TableOptions.columns = 1,2,3")));
}

TEST_F(BenchmarkFiles, AreScoredAsEachAlone) {
  const Benchmarks benchmarks = read_benchmarks({pairs_}, {questions_});
  const Embedding words = testing::random_embedding(50, 6, 1);
  const UnitTable units(words.table);
  const AnalogyOptions options{.objective = AnalogyObjective::kMul, .restrict_to = 40};
  Listener listener;
  const BenchmarkScores scores =
      score_benchmarks(units, words.vocabulary, benchmarks, options, listener);
  EXPECT_THAT(listener.stages, ElementsAre("pairs", "questions"));
  const SimilarityScore similarity =
      score_similarity(units, words.vocabulary, benchmarks.similarity[0]);
  EXPECT_EQ(scores.similarity[0].spearman, similarity.spearman);

  const nlohmann::ordered_json all = to_json(scores, benchmarks, options);
  const auto& pairs = all.at("similarity").at(0);
  EXPECT_EQ(pairs.at("name"), "pairs");
  EXPECT_EQ(pairs.at("spearman"), *similarity.spearman);
  EXPECT_EQ(pairs.at("interval").at(1), similarity.interval->high);
  EXPECT_EQ(pairs.at("covered"), 3);
  EXPECT_EQ(pairs.at("uncovered"), 1);
  EXPECT_EQ(pairs.at("unknown_words"), (std::vector<std::string>{"none"}));
  EXPECT_EQ(pairs.at("notes").size(), 1u);
  const auto& questions = all.at("analogies").at(0);
  EXPECT_EQ(questions.at("objective"), "3CosMul");
  EXPECT_EQ(questions.at("restrict"), 40);
  EXPECT_EQ(questions.at("total").at("questions"), 2);
  EXPECT_EQ(questions.at("total").at("unknown"), 1);
  EXPECT_EQ(questions.at("total").at("coverage"), 50);
  EXPECT_TRUE(questions.at("syntactic").at("accuracy").is_null());
  EXPECT_EQ(questions.at("sections").size(), 1u);
}

}  // namespace benchmarks_test
}  // namespace eigenlex
