#include "eigenlex/embedding/table_file.hpp"

#include <array>
#include <limits>
#include <vector>

#include <gtest/gtest.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/npy.hpp"

#include "support/random_embedding.hpp"
#include "support/temp_dir.hpp"

namespace eigenlex {
namespace {

using testing::TempDir;

TEST(TableFile, ReadsBackWhatItWrote) {
  const TempDir dir;
  for (const Table& table : {testing::random_table(700, 3, 1), Table(0, 4), Table(1, 1)}) {
    Table finite = table;
    if (finite.size() == 1) finite.setZero();
    write_table(finite, dir / "t.npy");
    const Table read = read_table(dir / "t.npy");
    EXPECT_EQ(read.cols(), finite.cols());
    EXPECT_EQ(read, finite);
  }
}

TEST(TableFile, OtherNumbersOfDimensionsAreFormatErrors) {
  const TempDir dir;
  const std::vector<float> values(8);
  for (const std::vector<std::int64_t>& shape :
       {std::vector<std::int64_t>{8}, std::vector<std::int64_t>{2, 2, 2}}) {
    write_npy<float>(dir / "t.npy", shape, values);
    EXPECT_THROW(read_table(dir / "t.npy"), FormatError);
  }
}

TEST(TableFile, NumbersThatAreNotFiniteAreFormatErrors) {
  const TempDir dir;
  using Limits = std::numeric_limits<float>;
  for (const float bad : {Limits::quiet_NaN(), Limits::infinity(), -Limits::infinity()}) {
    Table table = testing::random_table(600, 2, 2);
    table(599, 1) = bad;
    write_table(table, dir / "t.npy");
    EXPECT_THROW(read_table(dir / "t.npy"), FormatError);
  }
}

}  // namespace
}  // namespace eigenlex
