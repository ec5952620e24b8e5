#include "query/exact_search.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include <gtest/gtest.h>

#include "support/random_words.hpp"

namespace eigenlex::internal {
namespace exact_search_test {

using Answers = std::vector<std::vector<Neighbour>>;
using testing::numbered_vocabulary;

/// The product with the only vector, bounded as loosely as asked; the ids below `first` are left
/// out.
class LooseObjective final : public SearchObjective {
 public:
  LooseObjective(const UnitTable& units, const Table& vector, float looseness, std::int32_t first)
      : units_(units), vector_(vector), looseness_(looseness), first_(first) {}

  std::int64_t requests() const override { return 1; }
  void upper_bounds(std::int64_t, const RowProducts& products,
                    std::span<float> upper) const override {
    for (std::size_t i = 0; i < upper.size(); ++i) {
      upper[i] = products.values(0, static_cast<Eigen::Index>(i)) + products.errors[i] + looseness_;
    }
  }
  float lower_bound(std::int64_t, const RowProducts& products, std::int64_t column) const override {
    return products.values(0, column) - products.errors[static_cast<std::size_t>(column)] -
           looseness_;
  }
  float score(std::int64_t, std::int32_t id) const override {
    return static_cast<float>(units_.dot(id, vector_.row(0)));
  }
  bool is_excluded(std::int64_t, std::int32_t id) const override { return id < first_; }

 private:
  const UnitTable& units_;
  const Table& vector_;
  float looseness_;
  std::int32_t first_;
};

// Bounds decide what is scored, never what is found, be they so loose that every row is scored.
TEST(ExactSearch, FindsTheSameHoweverLooseTheBounds) {
  constexpr std::int32_t kSize = 9001;
  const Vocabulary vocabulary = numbered_vocabulary(kSize);
  const UnitTable units(testing::random_table(kSize, 5, 2));
  const Table vector = unit_rows(testing::random_table(1, 5, 3));

  std::vector<Neighbour> expected;
  for (std::int32_t id = 100; id < kSize; ++id) {
    expected.push_back({id, static_cast<float>(units.dot(id, vector.row(0)))});
  }
  std::ranges::sort(expected, CloserNeighbour(vocabulary));
  expected.resize(20);
  for (const float looseness : {0.0F, 1e-5F, 0.01F, 0.3F, 3.0F}) {
    EXPECT_EQ(exact_search(units, vocabulary, vector, LooseObjective(units, vector, looseness, 100),
                           kSize, 20),
              Answers{expected});
  }
}

TEST(ExactSearch, LooksAtTheCandidatesOnly) {
  const Vocabulary vocabulary = numbered_vocabulary(50);
  const UnitTable units(Table::Ones(50, 2));
  const Table vector = Table::Constant(1, 2, std::numbers::sqrt2_v<float> / 2);
  const LooseObjective objective(units, vector, 1e-5F, 8);
  const auto found = exact_search(units, vocabulary, vector, objective, 10, 5).front();
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(vocabulary.word(found[0].id), "w40");  // id 9, the smaller bytes
  EXPECT_EQ(vocabulary.word(found[1].id), "w41");
  EXPECT_TRUE(exact_search(units, vocabulary, vector, objective, 0, 5).front().empty());
}

TEST(ExactSearch, ALimitOfZeroIsNone) {
  EXPECT_EQ(limited(7, 0), 7);
  EXPECT_EQ(limited(7, 5), 5);
  EXPECT_EQ(limited(7, 9), 7);
}

}  // namespace exact_search_test
}  // namespace eigenlex::internal
