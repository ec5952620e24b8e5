#include "eigenlex/embedding/table_file.hpp"

#include <array>
#include <limits>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/npy.hpp"
#include "eigenlex/core/parallel.hpp"

#include "embedding/read_table.hpp"
#include "support/random_embedding.hpp"
#include "support/temp_dir.hpp"

namespace eigenlex {
namespace table_file_test {

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

TEST(TableFile, IsReadAndSummedUpAsOneWithAnyNumberOfThreads) {
  const TempDir dir;
  const Table table = testing::random_table(7001, 101, 3);  // pieces, the last of them short
  write_table(table, dir / "t.npy");
  for (const int threads : {1, 2, 3}) {
    const ThreadCount count(threads);
    internal::Checksum checksum;
    EXPECT_EQ(internal::read_table(dir / "t.npy", &checksum), table);
    EXPECT_EQ(checksum.text(), internal::file_checksum(dir / "t.npy"));
  }
}

TEST(TableFile, TheFirstRowThatIsNotFiniteIsNamed) {
  const TempDir dir;
  Table table = testing::random_table(9000, 101, 4);
  for (const Eigen::Index row : {8999, 7000, 4321}) {  // each before the last
    table(row, 100) = std::numeric_limits<float>::infinity();
    write_table(table, dir / "t.npy");
    try {
      read_table(dir / "t.npy");
      ADD_FAILURE() << row;
    } catch (const FormatError& error) {
      EXPECT_EQ(error.what(), fmt::format("{}: row {} holds a number that is not finite",
                                          (dir / "t.npy").string(), row));
    }
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

}  // namespace table_file_test
}  // namespace eigenlex
