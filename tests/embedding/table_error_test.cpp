#include "eigenlex/embedding/table_error.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/als_problem.hpp"
#include "support/random_embedding.hpp"

namespace eigenlex {
namespace table_error_test {

using ::testing::HasSubstr;
using testing::option_error_of;

TEST(TableError, IsOneLessTheCosine) {
  Table a(3, 2), b(3, 2);
  a << 1, 0, 1, 0, 0, 0;
  b << 2, 0, 0, 5, 1, 1;
  const TableError error = table_error(a, b);
  EXPECT_DOUBLE_EQ(error.mean_cosine_error, 0.5);
  EXPECT_DOUBLE_EQ(error.worst_cosine_error, 1);
  EXPECT_THAT(option_error_of([&] { table_error(a, Table(3, 3)); }), HasSubstr("3 x 3"));
}

}  // namespace table_error_test
}  // namespace eigenlex
