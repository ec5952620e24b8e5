#include "eigenlex/refine/train_subwords.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <map>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/parallel.hpp"
#include "eigenlex/core/random.hpp"
#include "eigenlex/embedding/table_file.hpp"

#include "core/sealed_json.hpp"
#include "support/forge.hpp"
#include "support/random_embedding.hpp"
#include "support/temp_dir.hpp"

namespace eigenlex {
namespace train_subwords_test {

constexpr NgramOptions kTriples{.shortest = 3, .longest = 3, .min_words = 2};

/// Words of three syllables whose vectors are sums of a random vector for each n-gram.
Embedding planted_words(std::int64_t dimensions) {
  constexpr std::array<const char*, 9> kSyllables = {"ba", "ke", "di", "mo", "su",
                                                     "ta", "re", "ni", "po"};
  std::vector<std::string> words;
  for (const char* first : kSyllables) {
    for (const char* second : kSyllables) {
      for (const char* third : kSyllables) {
        words.push_back(std::string(first) + second + third);
      }
    }
  }
  std::map<std::string, Eigen::RowVectorXf> vectors;
  Random random(1);
  Table table = Table::Zero(std::ssize(words), dimensions);
  for (std::size_t i = 0; i < words.size(); ++i) {
    for (const std::string& ngram : character_ngrams(words[i], kTriples)) {
      Eigen::RowVectorXf& vector = vectors[ngram];
      if (vector.size() == 0) {
        vector.resize(dimensions);
        for (float& value : vector) value = static_cast<float>(random.normal());
      }
      table.row(static_cast<Eigen::Index>(i)) += vector;
    }
  }
  return embedding_of_words(std::move(words), std::move(table));
}

/// An embedding without every tenth word, and the ids of those hidden.
struct Hidden {
  Embedding known;
  std::vector<std::int32_t> hidden;
};

Hidden hide_every_tenth(const Embedding& all) {
  std::vector<std::string> words;
  Table table(all.table.rows(), all.table.cols());
  Hidden result;
  for (std::int32_t id = 0; id < all.vocabulary.size(); ++id) {
    if (id % 10 == 3) {
      result.hidden.push_back(id);
      continue;
    }
    table.row(std::ssize(words)) = all.table.row(id);
    words.emplace_back(all.vocabulary.word(id));
  }
  table.conservativeResize(std::ssize(words), Eigen::NoChange);
  result.known = embedding_of_words(std::move(words), std::move(table));
  return result;
}

/// The rows nearest to a vector by cosine.
std::set<Eigen::Index> neighbours(const Table& table, const Eigen::RowVectorXf& vector) {
  const Eigen::VectorXf cosines =
      (table * vector.transpose()).array() / table.rowwise().norm().array();
  std::vector<Eigen::Index> order(static_cast<std::size_t>(table.rows()));
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = static_cast<Eigen::Index>(i);
  std::ranges::stable_sort(order, [&](auto a, auto b) { return cosines[a] > cosines[b]; });
  return {order.begin(), order.begin() + 10};
}

TEST(Subwords, BringBackTheNeighboursOfHiddenWords) {
  const Embedding all = planted_words(40);
  const Hidden words = hide_every_tenth(all);
  const Subwords subwords = train_subwords(words.known, {.ngrams = kTriples});
  double cosine = 0;
  std::size_t same = 0, same_without = 0;
  const Eigen::RowVectorXf zero = Eigen::RowVectorXf::Zero(40);
  for (const std::int32_t id : words.hidden) {
    const auto vector = compose(subwords, all.vocabulary.word(id));
    ASSERT_TRUE(vector);
    cosine += static_cast<double>(vector->dot(all.table.row(id).normalized()));
    const auto expected = neighbours(words.known.table, all.table.row(id));
    const auto overlap = [&](const Eigen::RowVectorXf& query) {
      return std::ranges::count_if(neighbours(words.known.table, query),
                                   [&](Eigen::Index row) { return expected.contains(row); });
    };
    same += static_cast<std::size_t>(overlap(*vector));
    same_without += static_cast<std::size_t>(overlap(zero));
  }
  const auto total = static_cast<double>(words.hidden.size());
  EXPECT_GT(cosine / total, 0.9);
  EXPECT_GT(static_cast<double>(same), 7 * total);
  EXPECT_LT(static_cast<double>(same_without), total);
}

TEST(Subwords, TakeThePenaltyThatDoesBestOnHeldOutWords) {
  const Subwords subwords =
      train_subwords(planted_words(8), {.ngrams = kTriples, .regularizations = {1000, 0.1, 300}});
  ASSERT_EQ(subwords.trials.size(), 3U);
  EXPECT_EQ(subwords.regularization, 0.1);
  EXPECT_GT(subwords.trials[1].cosine, subwords.trials[0].cosine);
  EXPECT_TRUE(train_subwords(planted_words(8), {.ngrams = kTriples, .regularizations = {1}})
                  .trials.empty());
}

TEST(Subwords, ComposeNothingForAWordWithoutKnownParts) {
  const Subwords subwords =
      train_subwords(planted_words(4), {.ngrams = kTriples, .regularizations = {1}});
  EXPECT_FALSE(compose(subwords, "xyz"));
  EXPECT_FALSE(compose(subwords, ""));
  EXPECT_NEAR(compose(subwords, "bakexyz")->norm(), 1, 1e-6);
}

TEST(Subwords, LeaveOutWordsWithoutDirection) {
  Embedding words = planted_words(4);
  const Subwords expected =
      train_subwords(hide_every_tenth(words).known, {.ngrams = kTriples, .regularizations = {1}});
  for (std::int32_t id = 3; id < words.vocabulary.size(); id += 10) words.table.row(id).setZero();
  const Subwords found = train_subwords(words, {.ngrams = kTriples, .regularizations = {1}});
  EXPECT_TRUE(compose(found, "bakedi")->isApprox(*compose(expected, "bakedi"), 1e-3F));
}

TEST(Subwords, DoNotDependOnTheNumberOfThreads) {
  const Embedding words = planted_words(5);
  const SubwordOptions options{.ngrams = kTriples, .regularizations = {0.3, 1}};
  const ThreadCount one(1);
  const Subwords expected = train_subwords(words, options);
  for (const int threads : {2, 3}) {
    const ThreadCount scope(threads);
    EXPECT_EQ(train_subwords(words, options).ngrams.table, expected.ngrams.table);
  }
}

TEST(Subwords, RejectOptionsThatDoNotFit) {
  const Embedding words = planted_words(2);
  EXPECT_THROW(train_subwords(words, {.regularizations = {}}), OptionError);
  EXPECT_THROW(train_subwords(words, {.regularizations = {0}}), OptionError);
  EXPECT_THROW(train_subwords(words, {.held_out = 0}), OptionError);
  EXPECT_THROW(train_subwords(words, {.ngrams = {.min_words = 100000}}), OptionError);
}

class SubwordsFile : public ::testing::Test {
 protected:
  SubwordsFile() { write_subwords(subwords_, "key", path_); }

  void expect_refused(const std::string& part) {
    try {
      read_subwords(path_, "key");
      ADD_FAILURE() << "was read";
    } catch (const FormatError& error) {
      EXPECT_THAT(error.what(), ::testing::HasSubstr(part));
    }
  }

  /// Changes an entry of subwords.json, and its checksum with it.
  void change(const std::string& key, const nlohmann::json& value) {
    nlohmann::json manifest = internal::read_sealed_json(path_ / "subwords.json");
    manifest[key] = value;
    testing::forge_manifest(path_, "subwords.json", manifest);
  }

  testing::TempDir folder_;
  std::filesystem::path path_ = folder_ / "m.subwords";
  Subwords subwords_ =
      train_subwords(planted_words(4), {.ngrams = kTriples, .regularizations = {0.1, 1}});
};

TEST_F(SubwordsFile, HoldsWhatWasWritten) {
  const Subwords read = read_subwords(path_, "key");
  EXPECT_EQ(read.ngrams.table, subwords_.ngrams.table);
  EXPECT_EQ(read.ngrams.vocabulary.words(), subwords_.ngrams.vocabulary.words());
  EXPECT_EQ(read.regularization, subwords_.regularization);
  EXPECT_EQ(compose(read, "bakedi"), compose(subwords_, "bakedi"));
}

TEST_F(SubwordsFile, ChecksumsCanBeSkipped) {
  Table table = subwords_.ngrams.table;
  table(0, 0) += 1;
  write_table(table, path_ / "vectors.npy");
  expect_refused("vectors.npy");
  EXPECT_EQ(read_subwords(path_, "key", {.verify_checksums = false}).ngrams.table, table);
}

TEST_F(SubwordsFile, OfOtherVectorsIsRefusedWithWhatToDo) {
  EXPECT_THROW(read_subwords(path_, "other key"), FormatError);
  change("vectors", 17);
  expect_refused("train them anew");
}

TEST_F(SubwordsFile, ThatIsDamagedIsRefused) {
  const std::string whole = testing::read_bytes(path_ / "vectors.npy");
  std::ofstream(path_ / "vectors.npy", std::ios::binary) << whole.substr(0, whole.size() - 1);
  expect_refused("vectors.npy");
  std::ofstream(path_ / "vectors.npy", std::ios::binary) << whole;
  for (const int longest : {2, 65, 0}) {
    change("longest", longest);
    expect_refused("longest");
  }
  change("longest", 3);
  change("dim", 5);
  expect_refused("x 5");
}

TEST_F(SubwordsFile, DoesNotReplaceAFolderOfOtherThings) {
  std::filesystem::create_directory(folder_ / "other");
  folder_.write("other/file", "x");
  EXPECT_THROW(write_subwords(subwords_, "key", folder_ / "other"), IoError);
  EXPECT_NO_THROW(write_subwords(subwords_, "key", path_));
}

}  // namespace train_subwords_test
}  // namespace eigenlex
