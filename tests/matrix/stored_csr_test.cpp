#include "eigenlex/matrix/stored_csr.hpp"

#include <array>
#include <cstdint>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "eigenlex/core/error.hpp"

#include "support/temp_dir.hpp"

namespace eigenlex {
namespace stored_csr_test {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::TempDir;

class StoredMatrix : public ::testing::Test {
 protected:
  StoredMatrix() {
    const std::array<std::int64_t, 1> shape = {4};
    write_npy<std::int32_t>(indices_, shape, std::vector<std::int32_t>{0, 2, 1, 2});
    write_npy<std::uint32_t>(values_, shape, std::vector<std::uint32_t>{5, 6, 7, 8});
  }

  TempDir folder_;
  std::filesystem::path indices_ = folder_ / "indices.npy";
  std::filesystem::path values_ = folder_ / "values.npy";
};

TEST_F(StoredMatrix, ReadsAnyRows) {
  const StoredCsr<std::uint32_t> matrix(3, {0, 2, 2, 4}, indices_, values_);
  EXPECT_EQ(matrix.rows, 3);
  EXPECT_EQ(matrix.nonzeros(), 4);
  CsrBuffer<std::uint32_t> buffer;
  const auto last_two = matrix.view(1, 3, buffer);
  EXPECT_THAT(last_two.row_indices(1), IsEmpty());
  EXPECT_THAT(last_two.row_indices(2), ElementsAre(1, 2));
  EXPECT_THAT(last_two.row_values(2), ElementsAre(7, 8));
  const auto first = matrix.view(0, 1, buffer);
  EXPECT_THAT(first.row_indices(0), ElementsAre(0, 2));
  EXPECT_THAT(first.row_values(0), ElementsAre(5, 6));
}

TEST_F(StoredMatrix, RejectsFilesOfAnotherSizeOrType) {
  EXPECT_THROW(StoredCsr<std::uint32_t>(3, {0, 2, 5}, indices_, values_), FormatError);
  EXPECT_THROW(StoredCsr<std::int64_t>(3, {0, 2, 4}, indices_, values_), FormatError);
  const std::array<std::int64_t, 2> square = {2, 2};
  write_npy<std::uint32_t>(folder_ / "square.npy", square, std::vector<std::uint32_t>(4, 1));
  EXPECT_THROW(StoredCsr<std::uint32_t>(3, {0, 4}, indices_, folder_ / "square.npy"), FormatError);
  EXPECT_THROW(StoredCsr<std::uint32_t>(3, {0, 4}, folder_ / "none.npy", values_), IoError);
}

TEST_F(StoredMatrix, ReportsAFileThatWasCutMeanwhile) {
  const StoredCsr<std::uint32_t> matrix(3, {0, 2, 2, 4}, indices_, values_);
  std::filesystem::resize_file(values_, std::filesystem::file_size(values_) - 4);
  CsrBuffer<std::uint32_t> buffer;
  EXPECT_THROW(matrix.view(0, 3, buffer), IoError);
}

}  // namespace stored_csr_test
}  // namespace eigenlex
