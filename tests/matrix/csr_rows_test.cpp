#include "matrix/csr_rows.hpp"

#include <gmock/gmock.h>

namespace eigenlex::internal {
namespace csr_rows_test {

using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

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

TEST(JoinMadeRows, KeepsBlocksInOrderInTheSameMemory) {
  // More blocks than are made at a time; block b has b % 3 cells, and a row without any.
  constexpr std::int64_t kBlocks = 1000;
  const auto make = [](std::int64_t block, CsrRows<float>& rows) {
    rows.row_sizes = {block % 3, 0};
    rows.indices.assign(static_cast<std::size_t>(block % 3), static_cast<std::int32_t>(block));
    rows.values.assign(static_cast<std::size_t>(block % 3), static_cast<float>(block) / 2);
  };
  const CsrMatrix<float> matrix = join_made_rows<float>(kBlocks, 3 * kBlocks, kBlocks, make);
  ASSERT_EQ(matrix.rows, 2 * kBlocks);
  ASSERT_EQ(matrix.indices.size(), matrix.values.size());
  ASSERT_EQ(matrix.nonzeros(), std::ssize(matrix.indices));
  for (std::int64_t block = 0; block < kBlocks; ++block) {
    EXPECT_THAT(matrix.row_indices(2 * block), SizeIs(block % 3));
    EXPECT_THAT(matrix.row_indices(2 * block), Each(block));
    EXPECT_THAT(matrix.row_values(2 * block), Each(static_cast<float>(block) / 2));
    EXPECT_THAT(matrix.row_indices(2 * block + 1), IsEmpty());
  }
}

TEST(JoinMadeRows, OfNoBlocksHasNoRows) {
  const CsrMatrix<float> matrix =
      join_made_rows<float>(0, 0, 2, [](std::int64_t, CsrRows<float>&) {});
  EXPECT_EQ(matrix.rows, 0);
  EXPECT_EQ(matrix.cols, 2);
  EXPECT_THAT(matrix.indptr, ElementsAre(0));
}

}  // namespace csr_rows_test
}  // namespace eigenlex::internal
