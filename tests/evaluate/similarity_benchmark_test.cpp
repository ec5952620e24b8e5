#include "eigenlex/evaluate/similarity_benchmark.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "eigenlex/core/error.hpp"

#include "support/random_words.hpp"
#include "support/temp_dir.hpp"

namespace eigenlex {
namespace {

using ::testing::HasSubstr;
using ::testing::ThrowsMessage;

/// Pairs as "first second score".
std::vector<std::string> described(std::string_view text) {
  std::vector<std::string> pairs;
  for (const SimilarityPair& pair : parse_similarity_benchmark(text, "pairs.txt").pairs) {
    pairs.push_back(fmt::format("{} {} {}", pair.first, pair.second, pair.score));
  }
  return pairs;
}

TEST(SimilarityFile, TakesAnySeparator) {
  const std::vector<std::string> expected{"old new 1.58"};
  for (const char* text : {"old new 1.58", "old\tnew\t1.58\n", "old,new,1.58\r\n", "old;new;1.58",
                           "old , new , 1.58 , more", "\xef\xbb\xbfold new 1.58"}) {
    EXPECT_EQ(described(text), expected) << text;
  }
}

TEST(SimilarityFile, MayHaveAHeaderAndComments) {
  const std::vector<std::string> expected{"love sex 6.77", "tiger tiger 10"};
  EXPECT_EQ(described("Word 1,Word 2,Human (mean)\nlove,sex,6.77\ntiger,tiger,10.00\n"), expected);
  EXPECT_EQ(described("# source\n\nfirst second score\nlove sex 6.77\n#\ntiger tiger 1e1"),
            expected);
}

TEST(SimilarityFile, KeepsPairsGivenTwice) { EXPECT_EQ(described("a b 1\na b 2").size(), 2U); }

TEST(SimilarityFile, ErrorsNameTheLine) {
  const auto parse = [](std::string_view text) {
    return [text] { parse_similarity_benchmark(text, "x/pairs.txt"); };
  };
  EXPECT_THAT(parse("a b 1\nc d\n"),
              ThrowsMessage<FormatError>("x/pairs.txt:2: expected two words and a score, found 2 "
                                         "fields"));
  EXPECT_THAT(parse("# c\nhead er score\na b 1\nc d e\n"),
              ThrowsMessage<FormatError>(HasSubstr("x/pairs.txt:4: the score \"e\"")));
  for (const char* score : {"nan", "inf", "1e999", "1.5x", "0x1p3", "--1"}) {
    EXPECT_THROW(described(std::string("a b 1\nc d ") + score), FormatError) << score;
  }
  EXPECT_THAT(parse("\n# nothing\n"),
              ThrowsMessage<FormatError>(HasSubstr("x/pairs.txt: no pair")));
  EXPECT_THAT(parse("a b c\n"), ThrowsMessage<FormatError>(HasSubstr("no pairs")));
  EXPECT_THROW(described(std::string_view("\0\0\0", 3)), FormatError);
  EXPECT_THROW(described(std::string(1 << 20, 'x')), FormatError);
  EXPECT_THROW(described(""), FormatError);
}

TEST(SimilarityFile, IsReadFromDiskAndNamedAfterIt) {
  const testing::TempDir dir;
  const SimilarityBenchmark benchmark =
      read_similarity_benchmark(dir.write("ws353.txt", "a b 1\nc d 2\n"));
  EXPECT_EQ(benchmark.name, "ws353");
  EXPECT_EQ(benchmark.pairs.size(), 2U);
  EXPECT_THROW(read_similarity_benchmark(dir / "none.txt"), IoError);
  EXPECT_THROW(read_similarity_benchmark(dir.write("empty.txt", "")), FormatError);
}

/// Three words at angles of 0, 30 and 90 degrees.
class SimilarityScoring : public ::testing::Test {
 protected:
  static Table table() {
    Table rows(3, 2);
    rows << 2, 0, 0.866F, 0.5F, 0, 3;
    return rows;
  }

  Vocabulary vocabulary_{{"east", "north-east", "north"}, {3, 2, 1}};
  UnitTable units_{table()};
};

TEST_F(SimilarityScoring, IsAHundredWhereCosinesRankAsPeopleDo) {
  const SimilarityScore score = score_similarity(
      units_, vocabulary_,
      parse_similarity_benchmark("east north-east 9\nnorth-east north 5\neast north 1", "d.txt"));
  EXPECT_EQ(score.name, "d");
  EXPECT_DOUBLE_EQ(*score.spearman, 100);
  EXPECT_EQ(score.pairs, 3);
  EXPECT_EQ(score.uncovered(), 0);
}

TEST_F(SimilarityScoring, CountsAndNamesWhatIsNotCovered) {
  const SimilarityScore score =
      score_similarity(units_, vocabulary_,
                       parse_similarity_benchmark("East NORTH-EAST 1\nnorth-east north 5\n"
                                                  "up east 3\ndown Up 4\nup north 2",
                                                  "d.txt"));
  EXPECT_EQ(score.pairs, 5);
  EXPECT_EQ(score.covered, 2);
  EXPECT_EQ(score.uncovered(), 3);
  EXPECT_EQ(score.unknown_words, (std::vector<std::string>{"up", "down", "Up"}));
  EXPECT_DOUBLE_EQ(*score.spearman, -100);
  ASSERT_EQ(score.cosines.size(), 5U);
  EXPECT_NEAR(*score.cosines[0], 0.866, 1e-3);
  EXPECT_NEAR(*score.cosines[1], 0.5, 1e-3);
  EXPECT_EQ(score.cosines[2], std::nullopt);
}

TEST_F(SimilarityScoring, IsNothingWhereNoCorrelationIsDefined) {
  const SimilarityScore score =
      score_similarity(units_, vocabulary_, parse_similarity_benchmark("up down 1", "d.txt"));
  EXPECT_EQ(score.covered, 0);
  EXPECT_EQ(score.spearman, std::nullopt);
  EXPECT_EQ(score.interval, std::nullopt);
}

TEST_F(SimilarityScoring, NeedsAWordForEachRow) {
  EXPECT_THROW(score_similarity(units_, Vocabulary(), {}), OptionError);
}

// Scores that are the cosines with some noise: the estimate is inside its interval.
TEST(SimilarityScore, LiesWithinItsInterval) {
  const Vocabulary vocabulary = testing::numbered_vocabulary(200);
  const UnitTable units(testing::random_table(200, 5, 1));
  Random random(2);
  SimilarityBenchmark benchmark{.name = "noisy", .pairs = {}};
  for (std::int32_t i = 0; i + 1 < 200; ++i) {
    benchmark.pairs.push_back({std::string(vocabulary.word(i)), std::string(vocabulary.word(i + 1)),
                               units.cosine(i, i + 1) + random.normal() / 2});
  }
  const SimilarityScore score = score_similarity(units, vocabulary, benchmark);
  EXPECT_LT(score.interval->low, *score.spearman);
  EXPECT_LT(*score.spearman, score.interval->high);
  EXPECT_GT(score.interval->low, 30);
}

}  // namespace
}  // namespace eigenlex
