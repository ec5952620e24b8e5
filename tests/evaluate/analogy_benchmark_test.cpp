#include "eigenlex/evaluate/analogy_benchmark.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "eigenlex/core/error.hpp"

#include "support/temp_dir.hpp"

namespace eigenlex {
namespace analogy_benchmark_test {

using ::testing::HasSubstr;
using ::testing::ThrowsMessage;

AnalogyBenchmark parsed(std::string_view text) {
  return parse_analogy_benchmark(text, "questions.txt");
}

TEST(AnalogyFile, IsReadSectionBySection) {
  const AnalogyBenchmark benchmark = parsed(
      ": capitals of the world\nAthens Greece Oslo Norway\nOslo\tNorway  Athens Greece\n\n"
      "# note\n:gram1-adverb\r\ncalm calmly free freely\r\n: empty\n:");
  EXPECT_EQ(benchmark.name, "questions");
  ASSERT_EQ(benchmark.sections.size(), 4U);
  EXPECT_EQ(benchmark.sections[0].name, "capitals of the world");
  ASSERT_EQ(benchmark.sections[0].questions.size(), 2U);
  EXPECT_EQ(benchmark.sections[0].questions[1],
            (std::array<std::string, 4>{"Oslo", "Norway", "Athens", "Greece"}));
  EXPECT_EQ(benchmark.sections[1].name, "gram1-adverb");
  EXPECT_EQ(benchmark.sections[1].questions.front().back(), "freely");
  EXPECT_TRUE(benchmark.sections[2].questions.empty());
  EXPECT_EQ(benchmark.sections[3].name, "");
}

TEST(AnalogyFile, MayHaveNoSections) {
  const AnalogyBenchmark benchmark = parsed(
      "\xef\xbb\xbf"
      "a b c d\ne f g h");
  ASSERT_EQ(benchmark.sections.size(), 1U);
  EXPECT_EQ(benchmark.sections[0].name, "");
  EXPECT_EQ(benchmark.sections[0].questions[0][0], "a");
}

TEST(AnalogyFile, OneSeparatorPartsTheWords) {
  for (const char* text :
       {"New York\tUSA\tSt. Tropez\tFrance\n", "New York;USA;St. Tropez;France",
        "New York,USA,St. Tropez,France", "\"New York\" USA \"St. Tropez\" France",
        ": capitals\nNew York\tUSA\tSt. Tropez\tFrance\n"}) {
    EXPECT_EQ(parsed(text).sections.front().questions.front(),
              (std::array<std::string, 4>{"New York", "USA", "St. Tropez", "France"}))
        << text;
  }
}

TEST(AnalogyFile, PairsAskEachOther) {
  const AnalogyBenchmark bats = parsed("cow\tanimal/mammal\noak\ttree\nrose\tflower\n");
  ASSERT_EQ(bats.sections.size(), 1U);
  const auto& questions = bats.sections[0].questions;
  ASSERT_EQ(questions.size(), 6U);
  EXPECT_EQ(questions[0], (std::array<std::string, 4>{"cow", "animal/mammal", "oak", "tree"}));
  EXPECT_EQ(questions[5], (std::array<std::string, 4>{"rose", "flower", "oak", "tree"}));
  EXPECT_THAT(bats.notes, ::testing::ElementsAre(HasSubstr("\"animal/mammal\" in line 1")));
  EXPECT_EQ(parsed(": a\nb c\nd e\n: f\ng h\ni j\n").sections[1].questions.size(), 2U);
  EXPECT_THROW(parsed("a b\n"), FormatError);
  EXPECT_THROW(parsed("a b\nc d\ne f g h\n"), FormatError);
  std::string many;
  for (int i = 0; i < 2001; ++i) many += fmt::format("a{} b{}\n", i, i);
  EXPECT_THAT([&] { parsed(many); }, ThrowsMessage<FormatError>(HasSubstr(":2001: a section has")));
}

TEST(AnalogyFile, ColumnsMayBeNamed) {
  EXPECT_EQ(parse_analogy_benchmark("n,from,to\n1,a,b\n2,c,d\n", "q.csv", {"from", "to"})
                .sections.front()
                .questions.size(),
            2U);
  EXPECT_THROW(parse_analogy_benchmark("a b c", "q", {"1", "2", "3"}), OptionError);
}

TEST(AnalogyFile, ErrorsNameTheLine) {
  EXPECT_THAT([] { parsed("a b c d\n\na b c\n"); },
              ThrowsMessage<FormatError>(
                  "questions.txt:3: expected four words or \": section\", found 3, parted by "
                  "blanks"));
  EXPECT_THAT([] { parsed("a b c d e"); }, ThrowsMessage<FormatError>(HasSubstr(":1: ")));
  EXPECT_THAT([] { parsed(": section\n"); },
              ThrowsMessage<FormatError>(HasSubstr("questions.txt: no questions")));
  EXPECT_THROW(parsed(""), FormatError);
  EXPECT_THROW(parsed(std::string_view("\0\n\xff", 3)), FormatError);
  EXPECT_THROW(parsed(std::string(1 << 20, ':')), FormatError);
}

TEST(AnalogyFile, IsReadFromDiskAndNamedAfterIt) {
  const testing::TempDir dir;
  EXPECT_EQ(read_analogy_benchmark(dir.write("google.txt", "a b c d")).name, "google");
  EXPECT_THROW(read_analogy_benchmark(dir / "none.txt"), IoError);
  EXPECT_THROW(read_analogy_benchmark(dir.path()), IoError);
}

/// Countries and capitals on a grid: a capital is its country one step along the last axis.
class AnalogyScoring : public ::testing::Test {
 protected:
  static Table table() {
    Table rows(7, 4);
    rows << 1, 0, 0, 0,  // greece
        1, 0, 0, 1,      // athens
        0, 1, 0, 0,      // norway
        0, 1, 0, 1,      // oslo
        0, 0, 1, 0,      // japan
        0, 0, 1, 1,      // tokyo
        -1, -1, 0, 0;    // stone
    return rows;
  }

  AnalogyScore score(std::string_view questions, const AnalogyOptions& options = {}) const {
    return score_analogies(units_, vocabulary_, parsed(questions), options);
  }

  Vocabulary vocabulary_{{"greece", "athens", "norway", "oslo", "japan", "tokyo", "stone"},
                         {7, 6, 5, 4, 3, 2, 1}};
  UnitTable units_{table()};
};

TEST_F(AnalogyScoring, CountsCorrectAnswersForBothObjectives) {
  for (const AnalogyObjective objective : {AnalogyObjective::kAdd, AnalogyObjective::kMul}) {
    const AnalogyScore result = score(
        ": capitals\nGreece Athens Norway Oslo\nNorway Oslo Japan Tokyo\n"
        "greece athens japan stone\n: gram1\noslo norway tokyo japan\n",
        {.objective = objective});
    ASSERT_EQ(result.sections.size(), 2U);
    EXPECT_EQ(result.sections[0].correct, 2);
    EXPECT_NEAR(*result.sections[0].accuracy(), 200.0 / 3, 1e-12);
    EXPECT_EQ(result.semantic.correct, 2);
    EXPECT_EQ(result.semantic.questions, 3);
    EXPECT_EQ(result.syntactic.correct, 1);
    EXPECT_EQ(*result.syntactic.accuracy(), 100);
    EXPECT_EQ(*result.total.accuracy(), 75);
    EXPECT_EQ(result.total.coverage(), 100);
  }
}

TEST_F(AnalogyScoring, CountsWhatIsUnknownApartFromWhatIsBeyondTheRestriction) {
  const AnalogyScore result = score(
      ": capitals\ngreece athens norway oslo\ngreece athens japan tokyo\n"
      "greece athens spain madrid\njapan tokyo Spain madrid\n",
      {.restrict_to = 4});
  const AnalogyTally& tally = result.total;
  EXPECT_EQ(tally.questions, 4);
  EXPECT_EQ(tally.unknown, 2);
  EXPECT_EQ(tally.beyond_restriction, 1);
  EXPECT_EQ(tally.covered(), 1);
  EXPECT_EQ(tally.correct, 1);
  EXPECT_EQ(tally.coverage(), 25);
  EXPECT_EQ(*tally.accuracy(), 100);
  EXPECT_EQ(result.unknown_words, (std::vector<std::string>{"spain", "madrid", "Spain"}));
  EXPECT_EQ(result.outcomes, (std::vector<std::optional<bool>>{true, {}, {}, {}}));
}

TEST_F(AnalogyScoring, AnyOfTheWordsBetweenSlashesAnswers) {
  const AnalogyScore result = score(
      "greece athens norway stone/oslo\ngreece sea/athens norway oslo\n"
      "greece athens norway stone/sea\ngreece athens norway sea/moon\n");
  EXPECT_EQ(result.total.correct, 2);
  EXPECT_EQ(result.total.unknown, 1);
  EXPECT_EQ(result.unknown_words, std::vector<std::string>{"sea/moon"});
}

TEST_F(AnalogyScoring, HasNoAccuracyWhereNothingIsCovered) {
  const AnalogyScore result = score("a b c d\n: gram\ne f g h");
  EXPECT_EQ(result.total.accuracy(), std::nullopt);
  EXPECT_EQ(result.total.coverage(), 0);
  EXPECT_EQ(AnalogyTally().coverage(), 0);
}

// The words of the question are never the answer, not even where the benchmark says so.
TEST_F(AnalogyScoring, NeverAnswersWithAWordOfTheQuestion) {
  EXPECT_EQ(score("greece athens greece athens").total.correct, 0);
}

TEST_F(AnalogyScoring, IgnoresTheCountAndRejectsOtherOptionsOutOfRange) {
  EXPECT_EQ(score("greece athens norway oslo", {.count = 0}).total.correct, 1);
  EXPECT_THROW(score("a b c d", {.restrict_to = -1}), OptionError);
  EXPECT_THROW(score_analogies(units_, Vocabulary(), parsed("a b c d")), OptionError);
}

}  // namespace analogy_benchmark_test
}  // namespace eigenlex
