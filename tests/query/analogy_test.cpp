#include "eigenlex/query/analogy.hpp"

#include <algorithm>

#include <gtest/gtest.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/parallel.hpp"

#include "support/random_words.hpp"

namespace eigenlex {
namespace analogy_test {

using Answers = std::vector<std::vector<Neighbour>>;
using testing::numbered_vocabulary;
using testing::random_table;

/// The objective as its paper writes it, for every candidate.
std::vector<Neighbour> brute_force(const UnitTable& units, const Vocabulary& vocabulary,
                                   const AnalogyQuestion& question, const AnalogyOptions& options) {
  std::vector<Neighbour> all;
  for (std::int32_t x = 0; x < units.size(); ++x) {
    if (x == question.a || x == question.b || x == question.c) continue;
    const double a = units.cosine(x, question.a);
    const double b = units.cosine(x, question.b);
    const double c = units.cosine(x, question.c);
    double score = (b + 1) / 2 * (c + 1) / 2 / ((a + 1) / 2 + options.epsilon);
    if (options.objective == AnalogyObjective::kAdd) {
      const Eigen::RowVectorXf target =
          units.row(question.b) - units.row(question.a) + units.row(question.c);
      score = (b - a + c) / static_cast<double>(target.norm());
    }
    all.push_back({x, static_cast<float>(score)});
  }
  std::ranges::sort(all, CloserNeighbour(vocabulary));
  all.resize(std::min(all.size(), static_cast<std::size_t>(options.count)));
  return all;
}

std::vector<AnalogyQuestion> random_questions(std::int32_t size, int count, std::uint64_t seed) {
  Random random(seed);
  const auto word = [&] {
    return static_cast<std::int32_t>(random.below(static_cast<std::uint64_t>(size)));
  };
  std::vector<AnalogyQuestion> questions;
  for (int i = 0; i < count; ++i) {
    // Written out one by one: the order of evaluation decides what is drawn.
    const std::int32_t a = word();
    const std::int32_t b = word();
    const std::int32_t c = word();
    questions.push_back({a, b, c});
  }
  return questions;
}

// x = b - a + c holds exactly, so the cosine with the target is 1.
TEST(Analogy, FindsTheFourthCornerOfAParallelogram) {
  const Vocabulary vocabulary({"man", "king", "woman", "queen", "apple", "pear"},
                              {6, 5, 4, 3, 2, 1});
  Table table(6, 3);
  table << 1, 0, 0,  // man
      1, 1, 0,       // king
      1, 0, 1,       // woman
      1, 1, 1,       // queen
      -1, 1, 0,      //
      -1, 0, 1;
  const UnitTable units(table);
  const std::vector<AnalogyQuestion> question{{0, 1, 2}};
  for (const AnalogyObjective objective : {AnalogyObjective::kAdd, AnalogyObjective::kMul}) {
    const auto found = solve_analogies(units, vocabulary, question, {.objective = objective});
    ASSERT_EQ(found.front().size(), 3U);
    EXPECT_EQ(vocabulary.word(found.front().front().id), "queen");
  }
}

class AnalogyObjectives : public ::testing::TestWithParam<AnalogyObjective> {};
INSTANTIATE_TEST_SUITE_P(All, AnalogyObjectives,
                         ::testing::Values(AnalogyObjective::kAdd, AnalogyObjective::kMul));

TEST_P(AnalogyObjectives, AnswersAreThoseOfAFullSort) {
  const Vocabulary vocabulary = numbered_vocabulary(5000);
  const UnitTable units(random_table(5000, 12, 1));
  const AnalogyOptions options{.objective = GetParam(), .count = 20};
  const auto questions = random_questions(5000, 10, 2);
  const auto found = solve_analogies(units, vocabulary, questions, options);
  for (std::size_t i = 0; i < questions.size(); ++i) {
    const auto expected = brute_force(units, vocabulary, questions[i], options);
    ASSERT_EQ(found[i].size(), expected.size());
    for (std::size_t k = 0; k < expected.size(); ++k) {
      EXPECT_EQ(found[i][k].id, expected[k].id);
      // The target's length is summed in float here.
      EXPECT_NEAR(found[i][k].similarity, expected[k].similarity, 1e-6F * expected[k].similarity);
    }
  }
}

// 400 questions of 3 random words are several tiles.
TEST_P(AnalogyObjectives, AQuestionAloneIsAnsweredAsAmongOthersForAnyNumberOfThreads) {
  const Vocabulary vocabulary = numbered_vocabulary(4500);
  const UnitTable units(random_table(4500, 20, 3));
  const AnalogyOptions options{.objective = GetParam(), .count = 3};
  const auto questions = random_questions(4500, 400, 4);
  const auto expected = solve_analogies(units, vocabulary, questions, options);
  ASSERT_EQ(expected.size(), questions.size());
  for (const int threads : {1, 2, 3}) {
    const ThreadCount scope(threads);
    EXPECT_EQ(solve_analogies(units, vocabulary, questions, options), expected);
  }
  for (std::size_t i = 0; i < questions.size(); i += 29) {
    EXPECT_EQ(solve_analogies(units, vocabulary, {&questions[i], 1}, options),
              Answers{expected[i]});
  }
}

// Opposite vectors bring 3CosMul's divisor down to ε, where scores and their errors are largest.
TEST_P(AnalogyObjectives, HoldWhereVectorsAreOppositeOrZero) {
  const Vocabulary vocabulary = numbered_vocabulary(300);
  Table table = random_table(300, 2, 5);
  table.row(7) = -table.row(3);
  table.row(8) = table.row(3) + 1e-4F * table.row(4);
  table.row(9).setZero();
  const UnitTable units(table);
  const AnalogyOptions options{.objective = GetParam(), .count = 5, .epsilon = 1e-6};
  const std::vector<AnalogyQuestion> questions{{3, 9, 9}, {9, 3, 9}, {3, 4, 8}, {7, 3, 8},
                                               {9, 9, 9}, {3, 8, 9}, {3, 3, 9}};
  const auto found = solve_analogies(units, vocabulary, questions, options);
  for (std::size_t i = 0; i < questions.size(); ++i) {
    ASSERT_EQ(found[i].size(), 5U);
    if (i == 4 || i == 6) continue;  // the target of 3CosAdd is zero
    EXPECT_EQ(found[i].front().id,
              brute_force(units, vocabulary, questions[i], options).front().id);
  }
}

TEST_P(AnalogyObjectives, AnswersAreAmongTheFirstRowsWhereRestricted) {
  const Vocabulary vocabulary = numbered_vocabulary(100);
  const UnitTable units(random_table(100, 4, 6));
  const std::vector<AnalogyQuestion> question{{1, 2, 90}};
  const auto found =
      solve_analogies(units, vocabulary, question, {.objective = GetParam(), .restrict_to = 10});
  ASSERT_EQ(found.front().size(), 8U);
  for (const Neighbour& neighbour : found.front()) {
    EXPECT_LT(neighbour.id, 10);
    EXPECT_NE(neighbour.id, 1);
    EXPECT_NE(neighbour.id, 2);
  }
}

TEST(Analogy, CountsQuestionsAndCanBeStopped) {
  const Vocabulary vocabulary = numbered_vocabulary(600);
  const UnitTable units(random_table(600, 8, 1));
  const std::vector<AnalogyQuestion> questions = random_questions(600, 3000, 2);
  std::int64_t last = 0, calls = 0;
  solve_analogies(units, vocabulary, questions, {}, [&](std::int64_t done, std::int64_t total) {
    EXPECT_GE(done, last);
    EXPECT_EQ(total, 3000);
    last = done;
    ++calls;
  });
  EXPECT_EQ(last, 3000);
  EXPECT_GT(calls, 10);  // once a tile
  const auto stop = [](std::int64_t done, std::int64_t) {
    if (done > 0) throw Interrupted();
  };
  EXPECT_THROW(solve_analogies(units, vocabulary, questions, {}, stop), Interrupted);
}

TEST(Analogy, RejectsOptionsAndIdsOutOfRange) {
  const Vocabulary vocabulary = numbered_vocabulary(10);
  const UnitTable units(random_table(10, 4, 7));
  const std::vector<AnalogyQuestion> question{{1, 2, 3}};
  const std::vector<AnalogyQuestion> beyond{{1, 2, 10}};
  const std::vector<AnalogyQuestion> negative{{-1, 2, 3}};
  EXPECT_THROW(solve_analogies(units, vocabulary, question, {.count = 0}), OptionError);
  EXPECT_THROW(solve_analogies(units, vocabulary, question, {.restrict_to = -1}), OptionError);
  EXPECT_THROW(solve_analogies(units, vocabulary, question, {.epsilon = 0}), OptionError);
  EXPECT_THROW(solve_analogies(units, vocabulary, beyond), OptionError);
  EXPECT_THROW(solve_analogies(units, vocabulary, negative), OptionError);
  EXPECT_TRUE(solve_analogies(units, vocabulary, {}).empty());
}

}  // namespace analogy_test
}  // namespace eigenlex
