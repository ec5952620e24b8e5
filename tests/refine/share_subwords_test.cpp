#include "eigenlex/refine/share_subwords.hpp"

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/parallel.hpp"
#include "eigenlex/matrix/unit_rows.hpp"

#include "support/random_embedding.hpp"

namespace eigenlex {
namespace share_subwords_test {

constexpr std::int32_t kStems = 30;
constexpr std::int32_t kDimensions = 40;
const std::vector<std::string> kEndings{"ed", "ing", "est", "ous"};

/// A stem of four letters, different for each number.
std::string stem(std::int32_t number) {
  std::string letters;
  for (int i = 0; i < 4; ++i) {
    letters += static_cast<char>('a' + (number * (2 * i + 7) + i * number / 3) % 26);
  }
  return letters;
}

/// Words of a stem and an ending whose vectors are sums of the two's, and as many words that are
/// alike in their letters but have vectors of their own; each word `count` times.
Embedding planted_words(std::int64_t count) {
  const Table stems = testing::random_table(kStems, kDimensions, 1);
  const Table endings = testing::random_table(std::ssize(kEndings), kDimensions, 2);
  const Table others = testing::random_table(kStems, kDimensions, 3);
  std::vector<std::string> words;
  Table table(kStems * (std::ssize(kEndings) + 1), kDimensions);
  for (std::int32_t i = 0; i < kStems; ++i) {
    for (std::size_t j = 0; j < kEndings.size(); ++j) {
      table.row(std::ssize(words)) = stems.row(i) + endings.row(static_cast<Eigen::Index>(j));
      words.push_back(stem(i) + kEndings[j]);
    }
    table.row(std::ssize(words)) = others.row(i);
    words.push_back(stem(i));
  }
  std::vector<std::int64_t> counts(words.size(), count);
  return {Vocabulary(std::move(words), std::move(counts)), std::move(table)};
}

double cosine(const Table& a, const Table& b, Eigen::Index row) {
  return unit_vector(a.row(row)).dot(unit_vector(b.row(row)));
}

const SubwordShareOptions kOptions{.regularization = 0.5};

TEST(ShareSubwords, WordsThatTheirPartsForetellLeanOnThem) {
  const Embedding before = planted_words(10'000);
  Embedding after = before;
  const SubwordShares shares = share_subwords(after, kOptions);
  double composed = 0, own = 0;
  for (Eigen::Index row = 0; row < before.table.rows(); ++row) {
    (row % 5 == 4 ? own : composed) += 1 - cosine(before.table, after.table, row);
    EXPECT_NEAR(row_length(after.table.row(row)), row_length(before.table.row(row)), 1e-4);
  }
  EXPECT_GT(composed, 0);
  EXPECT_LT(own / kStems, 0.5 * composed / (4 * kStems));
  EXPECT_GT(shares.leaning, 0);
  EXPECT_GT(shares.mean_cosine, 0.2);
  EXPECT_GT(shares.parts, kStems);
}

// What stands in for the vectors of rare words, which have noise added, is nearer to the truth.
TEST(ShareSubwords, NoiseOfRareWordsIsTakenBack) {
  const Embedding truth = planted_words(10);
  Embedding words = truth;
  words.table += 2 * testing::random_table(truth.table.rows(), kDimensions, 5);
  const Table noisy = words.table;
  share_subwords(words, {.regularization = 0.5, .known_count = 0});
  double gain = 0;
  for (Eigen::Index row = 0; row < noisy.rows(); ++row) {
    if (row % 5 != 4)
      gain += cosine(words.table, truth.table, row) - cosine(noisy, truth.table, row);
  }
  EXPECT_GT(gain / (4 * kStems), 0.05);
}

TEST(ShareSubwords, NoShareLeavesTheBytes) {
  const Embedding before = planted_words(100);
  Embedding after = before;
  const SubwordShares shares =
      share_subwords(after, {.regularization = 0.5, .share = 0, .rare_count = 0});
  EXPECT_EQ(after.table, before.table);
  EXPECT_EQ(shares.leaning, 0);
}

TEST(ShareSubwords, WordsWithoutDirectionOrPartsStay) {
  Embedding words = planted_words(10);
  words.table.row(3).setZero();
  share_subwords(words, kOptions);
  EXPECT_TRUE(words.table.row(3).isZero(0));
  EXPECT_TRUE(words.table.allFinite());
  Embedding without = {Vocabulary({"x", "y"}, {2, 1}), Table::Ones(2, 3)};
  EXPECT_EQ(share_subwords(without, kOptions).parts, 0);
  EXPECT_EQ(without.table, Table::Ones(2, 3));
}

TEST(ShareSubwords, DoesNotDependOnTheNumberOfThreads) {
  const auto with = [](int threads) {
    const ThreadCount scope(threads);
    Embedding words = testing::random_embedding(3000, 5, 7);
    share_subwords(words, kOptions);
    return words.table;
  };
  const Table expected = with(1);
  for (const int threads : {2, 3}) EXPECT_EQ(with(threads), expected);
}

TEST(ShareSubwords, CanBeStopped) {
  Embedding words = planted_words(10);
  const auto stop = [](std::int64_t, std::int64_t) { throw Interrupted(); };
  EXPECT_THROW(share_subwords(words, kOptions, stop), Interrupted);
}

TEST(ShareSubwordsMemory, IsThatOfThePartsThatWordsHave) {
  // d>, ed>, ked> and lked> are in three words.
  const Vocabulary words({"walked", "talked", "stalked"}, {3, 2, 1});
  EXPECT_EQ(share_subwords_memory(words, 10, {}),
            4 * (2 * 10 * 3 + 64 * (2 * 3 + 4 * 4)) + 32 * 3 + 32 * 12 + 16 * 4);
  EXPECT_EQ(share_subwords_memory(1000, 10),
            4 * (2 * 10 + 64 * 6) * 1000 + (32 + 32 * 11 + 16) * 1000);
}

TEST(SubwordShareOptions, OutOfRangeAreRefused) {
  for (const SubwordShareOptions& bad :
       std::vector<SubwordShareOptions>{{.parts = {.min_words = 0}},
                                        {.regularization = 0},
                                        {.known_count = -1},
                                        {.folds = 1},
                                        {.share = -0.1},
                                        {.least_cosine = 0.6},
                                        {.full_cosine = 1.1},
                                        {.rare_count = -1},
                                        {.rare_cosine = 0}}) {
    EXPECT_THROW(bad.validate(), OptionError);
  }
}

}  // namespace share_subwords_test
}  // namespace eigenlex
