// More than 2^31 cells. They lie in files that are mostly holes, so the test takes no memory and no
// disk to speak of: the cells in the holes are zeros, which have no PMI, and the last two rows are
// the ones that count.

#include <cmath>
#include <cstdint>
#include <fstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "eigenlex/factor/ppmi_operator.hpp"

#include "support/temp_dir.hpp"

namespace eigenlex {
namespace ppmi_operator_large_test {

namespace fs = std::filesystem;

constexpr std::int64_t kWords = 46400;
constexpr std::int64_t kRowCells = 46300;
constexpr std::int64_t kCells = (kWords - 2) * kRowCells + 2;
static_assert(kCells > std::int64_t{1} << 31);

/// An array of kCells numbers of 4 bytes, zeros but for the last two.
fs::path mostly_holes(const fs::path& path, const char* type, std::int32_t first,
                      std::int32_t second) {
  std::string header = std::string("{'descr': '") + type + "', 'fortran_order': False, 'shape': (" +
                       std::to_string(kCells) + ",), }";
  header.resize(128 - 10 - 1, ' ');
  std::ofstream(path, std::ios::binary)
      << std::string("\x93NUMPY\x01\x00", 8) << static_cast<char>(118) << '\0' << header << '\n';
  fs::resize_file(path, 128 + 4 * (kCells - 2));
  std::ofstream end(path, std::ios::binary | std::ios::app);
  for (const std::int32_t number : {first, second}) {
    end.write(reinterpret_cast<const char*>(&number), sizeof(number));
  }
  return path;
}

TEST(PpmiOperatorLarge, CellsBeyond2To31AreThoseOfTheirRows) {
  const testing::TempDir folder;
  std::vector<std::int64_t> indptr{0};
  for (std::int64_t i = 0; i < kWords - 2; ++i) indptr.push_back(indptr.back() + kRowCells);
  indptr.push_back(kCells - 1);
  indptr.push_back(kCells);
  CooccurrenceMatrix counts;
  counts.cells = CooccurrenceMatrix::StoredNarrow(
      kWords, indptr, mostly_holes(folder / "indices.npy", "<i4", kWords - 1, kWords - 2),
      mostly_holes(folder / "values.npy", "<u4", 6, 6));
  const std::vector<double> ones(kWords, 1), tens(kWords, 10);
  const Margins expected{.row_scale = ones, .col_scale = ones, .row_sums = tens, .col_sums = tens};

  const PpmiOperator matrix(counts, expected, {.context_smoothing = 1});
  EXPECT_EQ(matrix.nonzeros(), 2);
  RowMatrix right = RowMatrix::Zero(kWords, 2);
  right(kWords - 1, 0) = 1;
  right(kWords - 2, 1) = 1;
  // x_ij Σ c / (r_i c_j) for the cells of 6.
  const auto pmi = static_cast<float>(std::log(6.0 * 10 * kWords / 100));
  for (RowMatrix product : {matrix.multiply(right), matrix.multiply_transposed(right)}) {
    EXPECT_NEAR(product(kWords - 2, 0), pmi, 1e-5);
    EXPECT_NEAR(product(kWords - 1, 1), pmi, 1e-5);
    product.bottomRows(2).setZero();
    EXPECT_EQ(product.cwiseAbs().maxCoeff(), 0);
  }
}

}  // namespace ppmi_operator_large_test
}  // namespace eigenlex
