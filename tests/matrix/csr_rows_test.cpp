#include "matrix/csr_rows.hpp"

#include <gmock/gmock.h>

namespace eigenlex::internal {
namespace csr_rows_test {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(JoinRows, KeepsBlocksInOrder) {
  std::vector<CsrRows<float>> blocks(3);
  blocks[0] = {.row_sizes = {1, 0}, .indices = {4}, .values = {0.5f}};
  blocks[2] = {.row_sizes = {2}, .indices = {0, 3}, .values = {1, 2}};
  const CsrMatrix<float> matrix = join_rows(std::move(blocks), 5);
  EXPECT_EQ(matrix.rows, 3);
  EXPECT_EQ(matrix.cols, 5);
  EXPECT_THAT(matrix.indptr, ElementsAre(0, 1, 1, 3));
  EXPECT_THAT(matrix.indices, ElementsAre(4, 0, 3));
  EXPECT_THAT(matrix.values, ElementsAre(0.5f, 1, 2));
}

TEST(JoinRows, OfNoBlocksHasNoRows) {
  const CsrMatrix<float> matrix = join_rows(std::vector<CsrRows<float>>{}, 2);
  EXPECT_EQ(matrix.rows, 0);
  EXPECT_THAT(matrix.indptr, ElementsAre(0));
  EXPECT_THAT(matrix.indices, IsEmpty());
}

}  // namespace csr_rows_test
}  // namespace eigenlex::internal
