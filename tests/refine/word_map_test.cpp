#include "eigenlex/refine/word_map.hpp"

#include <algorithm>
#include <functional>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/parallel.hpp"

#include "support/random_embedding.hpp"

namespace eigenlex {
namespace word_map_test {

using testing::random_embedding;
using testing::random_table;

constexpr Eigen::Index kPlanted = 5;

/// Words of planted directions, in turn, of any length.
Embedding planted_embedding(Eigen::Index words) {
  Embedding embedding = random_embedding(words, 12, 1);
  const RowMatrix directions = 6 * random_table(kPlanted, 12, 2);
  for (Eigen::Index i = 0; i < words; ++i) {
    embedding.table.row(i) += directions.row(i % kPlanted);
    embedding.table.row(i) *= static_cast<float>(1 + i % 7);
  }
  return embedding;
}

WordMapOptions few_classes(std::int64_t classes) {
  WordMapOptions options;
  options.layout.iterations = 300;
  options.classes.clusters = classes;
  return options;
}

TEST(WordMap, KeepsPlantedClassesApart) {
  const WordMap map = word_map(planted_embedding(400), few_classes(kPlanted));
  ASSERT_EQ(map.places.rows(), 400);
  ASSERT_EQ(map.places.cols(), 2);
  EXPECT_EQ(map.perplexity, 30);
  ASSERT_EQ(map.classes.size(), kPlanted);
  for (Eigen::Index i = 0; i < 400; ++i) {
    Eigen::VectorXf distances = (map.places.rowwise() - map.places.row(i)).rowwise().squaredNorm();
    distances[i] = distances.maxCoeff();
    Eigen::Index nearest = 0;
    distances.minCoeff(&nearest);
    EXPECT_EQ(nearest % kPlanted, i % kPlanted);
    EXPECT_EQ(map.class_of[static_cast<std::size_t>(i)],
              map.class_of[static_cast<std::size_t>(i % kPlanted)]);
  }
}

TEST(WordMap, NamesClassesByFrequentCentralWords) {
  const Embedding embedding = planted_embedding(405);
  const WordMap map = word_map(embedding, few_classes(kPlanted));
  for (const MapClass& each : map.classes) {
    const auto number = map.class_of[static_cast<std::size_t>(each.central[0])];
    Eigen::RowVectorXd sum = Eigen::RowVectorXd::Zero(12);
    std::vector<std::int32_t> members;
    for (std::int32_t id = 0; id < 405; ++id) {
      if (map.class_of[static_cast<std::size_t>(id)] != number) continue;
      members.push_back(id);
      sum += embedding.table.row(id).cast<double>().normalized();
    }
    std::ranges::sort(members, std::greater{}, [&](std::int32_t id) {
      return embedding.table.row(id).cast<double>().normalized().dot(sum);
    });
    members.resize(members.size() / 4);
    std::ranges::sort(members);
    members.resize(3);
    EXPECT_EQ(each.central, members);
  }
}

TEST(WordMap, WritesNamesAtTheMiddleOfTheirWords) {
  const WordMap map = word_map(planted_embedding(405), few_classes(kPlanted));
  for (std::size_t number = 0; number < map.classes.size(); ++number) {
    const MapClass& each = map.classes[number];
    EXPECT_EQ(each.size, 81);
    EXPECT_GT(each.cohesion, 0.8);
    ASSERT_EQ(each.central.size(), 3);
    std::int64_t left = 0, below = 0;
    for (std::size_t i = 0; i < map.class_of.size(); ++i) {
      if (map.class_of[i] != static_cast<std::int32_t>(number)) continue;
      const auto row = static_cast<Eigen::Index>(i);
      left += map.places(row, 0) < each.place[0] ? 1 : 0;
      below += map.places(row, 1) < each.place[1] ? 1 : 0;
    }
    EXPECT_EQ(left, 40);
    EXPECT_EQ(below, 40);
    for (const std::int32_t id : each.central) {
      EXPECT_EQ(map.class_of[static_cast<std::size_t>(id)], static_cast<std::int32_t>(number));
    }
  }
}

TEST(WordMap, HasTheLargestClassFirst) {
  const WordMap map = word_map(random_embedding(200, 6, 3), few_classes(20));
  std::vector<std::int64_t> sizes(map.classes.size());
  for (const std::int32_t number : map.class_of) ++sizes[static_cast<std::size_t>(number)];
  for (std::size_t i = 0; i < sizes.size(); ++i) {
    EXPECT_EQ(map.classes[i].size, sizes[i]);
    EXPECT_GT(sizes[i], 0);
    EXPECT_LE(sizes[i], sizes[i == 0 ? 0 : i - 1]);
  }
}

TEST(WordMap, IsMadeOfAnyNumberOfWords) {
  for (const Eigen::Index words : {0, 1, 2, 3, 6, 7, 8, 20, 91}) {
    const WordMap map = word_map(random_embedding(words, 4, 4), few_classes(100));
    ASSERT_EQ(map.places.rows(), words);
    ASSERT_EQ(map.places.cols(), 2);
    EXPECT_TRUE(map.places.allFinite());
    EXPECT_EQ(std::ssize(map.class_of), words);
    EXPECT_LE(std::ssize(map.classes), words);
    EXPECT_LT(map.places.colwise().sum().norm(), 1e-3f * static_cast<float>(words) + 1e-6f);
    // Lowered where the words are too few, and 0 where none fits.
    const double expected = words < 7 ? 0 : std::min(30.0, static_cast<double>(words - 1) / 3);
    EXPECT_DOUBLE_EQ(map.perplexity, expected);
  }
}

TEST(WordMap, OfTwoWordsKeepsThemApart) {
  const WordMap map = word_map(random_embedding(2, 4, 5), few_classes(2));
  EXPECT_GT((map.places.row(0) - map.places.row(1)).norm(), 0.1);
}

TEST(WordMap, TakesWordsWithoutDirection) {
  // Directions are about as far from each other as chance has them.
  Embedding embedding = random_embedding(300, 30, 6);
  embedding.table.topRows(60).setZero();
  WordMapOptions options = few_classes(6);
  options.layout.perplexity = 15;
  const WordMap map = word_map(embedding, options);
  EXPECT_TRUE(map.places.allFinite());
  // Those without lie together, and not among the others.
  for (Eigen::Index i = 0; i < 300; ++i) {
    Eigen::VectorXf distances = (map.places.rowwise() - map.places.row(i)).rowwise().squaredNorm();
    distances[i] = distances.maxCoeff();
    Eigen::Index nearest = 0;
    distances.minCoeff(&nearest);
    EXPECT_EQ(nearest < 60, i < 60) << i;
  }
  embedding.table.setZero();
  const WordMap none = word_map(embedding, few_classes(6));
  EXPECT_TRUE(none.places.allFinite());
  EXPECT_EQ(none.classes.size(), 1);
}

TEST(WordMap, TakesWordsThatAreAllTheSame) {
  Embedding embedding = random_embedding(300, 4, 6);
  embedding.table.setOnes();
  const WordMap map = word_map(embedding, few_classes(10));
  EXPECT_TRUE(map.places.allFinite());
  EXPECT_EQ(map.classes.size(), 1);
}

TEST(WordMap, DoesNotDependOnTheLengthsOfVectors) {
  Embedding embedding = random_embedding(100, 8, 7);
  const WordMap expected = word_map(embedding, few_classes(5));
  for (Eigen::Index i = 0; i < 100; ++i) embedding.table.row(i) *= i % 2 == 0 ? 0x1p60f : 0x1p-60f;
  EXPECT_EQ(word_map(embedding, few_classes(5)).places, expected.places);
}

TEST(WordMap, RejectsOptionsOutOfRangeAndNumbersThatAreNone) {
  Embedding embedding = random_embedding(30, 4, 8);
  const auto expect_refused = [&](const auto& change) {
    WordMapOptions options = few_classes(5);
    change(options);
    EXPECT_THROW(word_map(embedding, options), OptionError);
  };
  expect_refused([](WordMapOptions& options) { options.layout.perplexity = 1; });
  expect_refused([](WordMapOptions& options) { options.layout.theta = 2; });
  expect_refused([](WordMapOptions& options) { options.classes.clusters = 0; });
  expect_refused([](WordMapOptions& options) { options.classes.metric = Metric::kEuclidean; });
  expect_refused([](WordMapOptions& options) { options.central_words = 0; });
  embedding.table(3, 1) = std::numeric_limits<float>::quiet_NaN();
  EXPECT_THROW(word_map(embedding, few_classes(5)), OptionError);
  embedding.table = random_table(29, 4, 9);
  EXPECT_THROW(word_map(embedding, few_classes(5)), OptionError);
}

TEST(WordMap, AsJsonHasTheNamesOfClasses) {
  const Embedding embedding = planted_embedding(100);
  const WordMap map = word_map(embedding, few_classes(kPlanted));
  const auto json = to_json(map, embedding.vocabulary);
  EXPECT_EQ(json["words"], 100);
  EXPECT_EQ(json["perplexity"], 30);
  ASSERT_EQ(json["classes"].size(), kPlanted);
  for (std::size_t i = 0; i < kPlanted; ++i) {
    EXPECT_EQ(json["classes"][i]["class"], i);
    EXPECT_EQ(json["classes"][i]["size"], 20);
    EXPECT_EQ(json["classes"][i]["words"][0], embedding.vocabulary.word(map.classes[i].central[0]));
    EXPECT_EQ(json["classes"][i]["x"], map.classes[i].place[0]);
  }
}

/// Stops its work in a stage of a name.
class Stopper : public Observer {
 public:
  explicit Stopper(std::string stage) : stage_(std::move(stage)) {}

 private:
  void on_begin(const Stage& stage) override {
    if (stage.name == stage_) stop();
  }

  std::string stage_;
};

TEST(WordMap, IsStoppedInAnyOfItsStages) {
  for (const char* stage : {"classes", "neighbours", "map"}) {
    Stopper observer(stage);
    EXPECT_THROW(word_map(planted_embedding(200), few_classes(5), observer), Interrupted) << stage;
  }
}

TEST(WordMap, DoesNotDependOnTheNumberOfThreads) {
  const Embedding embedding = planted_embedding(600);
  WordMapOptions options = few_classes(9);
  options.layout.iterations = 60;
  const WordMap expected = word_map(embedding, options);
  for (const int threads : {1, 2, 3}) {
    const ThreadCount scope(threads);
    const WordMap map = word_map(embedding, options);
    EXPECT_EQ(map.places, expected.places);
    EXPECT_EQ(map.class_of, expected.class_of);
  }
}

}  // namespace word_map_test
}  // namespace eigenlex
