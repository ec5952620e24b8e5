#include "eigenlex/evaluate/similarity_benchmark.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "eigenlex/core/error.hpp"

#include "support/random_words.hpp"
#include "support/temp_dir.hpp"

namespace eigenlex {
namespace similarity_benchmark_test {

using ::testing::ElementsAre;
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
                           "old , new , 1.58 , more", "\xef\xbb\xbfold new 1.58",
                           "\"old\",\"new\",\"1.58\"", "old new 1,58", "old;new;1,58"}) {
    EXPECT_EQ(described(text), expected) << text;
  }
}

TEST(SimilarityFile, MayHaveAHeaderAndComments) {
  const std::vector<std::string> expected{"love sex 6.77", "tiger tiger 10"};
  EXPECT_EQ(described("Word 1,Word 2,Human (mean)\nlove,sex,6.77\ntiger,tiger,10.00\n"), expected);
  EXPECT_EQ(described("# source\n\nfirst second score\nlove sex 6.77\n#\ntiger tiger 1e1"),
            expected);
  EXPECT_EQ(described(",word1,word2,score\n0,love,sex,6.77\n1,tiger,tiger,10\n"), expected);
  EXPECT_THAT(parse_similarity_benchmark("w1\tw2\tscore\na\tb\t1\n", "p.tsv").notes,
              ElementsAre("p.tsv: line 1 is taken for a header: w1, w2, score"));
}

TEST(SimilarityFile, WordsMayHoldWhatPartsFieldsElsewhere) {
  EXPECT_EQ(described("console\tPlayStation 4\t3.9\nfilm\tmovie\t3.8\n"),
            (std::vector<std::string>{"console PlayStation 4 3.9", "film movie 3.8"}));
  EXPECT_EQ(described("United States;U, S, A;3.9\n"),
            std::vector<std::string>{"United States U, S, A 3.9"});
  EXPECT_EQ(described("\"New York\" York 3.9\n"), std::vector<std::string>{"New York York 3.9"});
}

TEST(SimilarityFile, TheScoreIsTheFirstNumberAfterAColumnOfWords) {
  const SimilarityBenchmark simlex = parse_similarity_benchmark(
      "word1\tword2\tPOS\tSimLex999\tconc\nold\tnew\tA\t1.58\t2.7\nsmart\tdumb\tA\t0.55\t2\n",
      "simlex.txt");
  ASSERT_EQ(simlex.pairs.size(), 2U);
  EXPECT_EQ(simlex.pairs[0].score, 1.58);
  EXPECT_EQ(simlex.notes.size(), 2U);
  EXPECT_THAT(simlex.notes.back(), HasSubstr("column 4 is taken for the score"));
  EXPECT_EQ(described("take\tremove\tV\t6.81\tSYNONYMS\n"),
            std::vector<std::string>{"take remove 6.81"});
  EXPECT_EQ(described("word1,word2,score,1,2\na,b,3.5,4,3\n"), std::vector<std::string>{"a b 3.5"});
}

TEST(SimilarityFile, ColumnsMayBeNamed) {
  const auto score_of = [](const std::vector<std::string>& columns) {
    return parse_similarity_benchmark("id,a,POS,b,mean\n7,old,A,new,3,5\n", "p.csv", columns)
        .pairs.at(0)
        .score;
  };
  EXPECT_EQ(score_of({"2", "4", "5"}), 3);
  EXPECT_EQ(score_of({"a", "b", "mean"}), 3);
  EXPECT_THROW(score_of({"2", "4", "6"}), FormatError);
  EXPECT_THROW(score_of({"a", "b"}), OptionError);
  EXPECT_THROW(score_of({"a", "b", "c"}), FormatError);
}

TEST(SimilarityFile, SlipsAreNoHeaders) {
  for (const char* text : {"film\tmovie\t7.5x\nfilm\tdog\t1\n", "film movie -\nfilm dog 1\n",
                           "film,movie,?\nfilm,dog,1\n", "film movie NA\nfilm dog 1\n",
                           "x,film,movie,1.5\ny,film,dog,2\n", "x,film,movie,3\ny,film,dog,2\n",
                           "film;movie;\nfilm;dog;1\n"}) {
    EXPECT_THROW(described(text), FormatError) << text;
  }
}

TEST(SimilarityFile, CommasOfUnclearMeaningAreRefused) {
  EXPECT_THAT(
      [] { described("film,movie,3,8\nfilm,dog,0,5\n"); },
      ThrowsMessage<FormatError>(HasSubstr("pairs.txt:1: \"3,8\" may be a score with a decimal "
                                           "comma or two columns")));
  EXPECT_THAT([] { described("a;b;1,234\nc;d;5,678\n"); },
              ThrowsMessage<FormatError>(HasSubstr("may be 1.234 or 1234")));
  EXPECT_EQ(described("w1,w2,mean,n\na,b,3,8\n"), std::vector<std::string>{"a b 3"});
}

TEST(SimilarityFile, KeepsPairsGivenTwice) { EXPECT_EQ(described("a b 1\na b 2").size(), 2U); }

TEST(SimilarityFile, ErrorsNameTheLine) {
  const auto parse = [](std::string_view text) {
    return [text] { parse_similarity_benchmark(text, "x/pairs.txt"); };
  };
  EXPECT_THAT(parse("a b 1\nc d\n"),
              ThrowsMessage<FormatError>("x/pairs.txt:2: expected two words and a score, found 2 "
                                         "fields, parted by blanks"));
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

TEST_F(SimilarityScoring, LeavesPartsOfSpeechOutWhereAllWordsHaveOne) {
  const SimilarityBenchmark benchmark = parse_similarity_benchmark(
      "east-n north-j 1\nnorth-n north-j 5\nup-r north-east-n 3\n", "d.txt");
  EXPECT_EQ(benchmark.notes.size(), 1U);
  const SimilarityScore score = score_similarity(units_, vocabulary_, benchmark);
  EXPECT_EQ(score.covered, 2);
  EXPECT_EQ(score.unknown_words, std::vector<std::string>{"up-r"});
  EXPECT_EQ(score_similarity(units_, vocabulary_,
                             parse_similarity_benchmark("east-n north-j 1\neast north 5\n", "d"))
                .covered,
            1);
  const Vocabulary tagged{{"east-n", "north-j", "north-n"}, {3, 2, 1}};
  EXPECT_EQ(score_similarity(units_, tagged, benchmark).covered, 2);
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

}  // namespace similarity_benchmark_test
}  // namespace eigenlex
