#include "classify/adam.hpp"

#include <cmath>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace eigenlex::internal {
namespace adam_test {

using ::testing::ElementsAre;
using ::testing::FloatNear;

// The first step has mean g and mean square g² after correction: rate · g / |g|.
TEST(Adam, FirstStepIsTheRateAgainstTheSignOfTheGradient) {
  Adam adam(1, 3, {.learning_rate = 0.1});
  std::vector<float> parameters{1, 1, 1};
  const std::vector<float> gradient{5, -0.01f, 0};
  adam.begin_step();
  adam.move(parameters, gradient);
  EXPECT_THAT(parameters, ElementsAre(FloatNear(0.9f, 1e-5f), FloatNear(1.1f, 1e-5f), 1));
}

TEST(Adam, FindsTheMinimumOfAQuadratic) {
  Adam adam(1, 2, {.learning_rate = 0.05});
  std::vector<float> x{3, -2};
  for (int step = 0; step < 2000; ++step) {
    const std::vector<float> gradient{2 * (x[0] - 1), 20 * (x[1] - 0.5f)};
    adam.begin_step();
    adam.move(x, gradient);
  }
  EXPECT_THAT(x, ElementsAre(FloatNear(1, 1e-3f), FloatNear(0.5f, 1e-3f)));
}

TEST(Adam, RowsWithoutAGradientStay) {
  Adam adam(2, 1, {.learning_rate = 0.1, .weight_decay = 0.5});
  std::vector<float> table{1, 1};
  const std::vector<float> gradient{1};
  adam.begin_step();
  adam.move_row(1, std::span(table).subspan(1), gradient);
  EXPECT_EQ(table[0], 1);
  EXPECT_LT(table[1], 0.9f);
}

TEST(Adam, WeightDecayShrinksWithoutAGradient) {
  Adam adam(1, 1, {.learning_rate = 0.1, .weight_decay = 0.5});
  std::vector<float> parameters{2};
  const std::vector<float> gradient{0};
  adam.begin_step();
  adam.move(parameters, gradient);
  EXPECT_FLOAT_EQ(parameters[0], 2 * 0.95f);
}

}  // namespace adam_test
}  // namespace eigenlex::internal
