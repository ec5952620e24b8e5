#include "eigenlex/embedding/seen_cells.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/npy.hpp"

#include "support/matrices.hpp"
#include "support/temp_dir.hpp"

namespace eigenlex {
namespace seen_cells_test {

using ::testing::ElementsAre;
using testing::TempDir;

SeenCells some_cells() { return {.indptr = {0, 2, 2, 5}, .indices = {1, 3, 0, 2, 3}}; }

TEST(SeenCells, AreThePlacesOfTheEntries) {
  Eigen::MatrixXd dense = Eigen::MatrixXd::Zero(2, 3);
  dense(0, 2) = 4;
  dense(1, 0) = -1;
  dense(1, 1) = 2;
  const SeenCells cells = seen_cells(testing::to_csr(dense));
  EXPECT_EQ(cells.rows(), 2);
  EXPECT_THAT(cells.row(0), ElementsAre(2));
  EXPECT_THAT(cells.row(1), ElementsAre(0, 1));
}

TEST(SeenCells, WhatIsWrittenIsReadBack) {
  const TempDir folder;
  write_seen_cells(some_cells(), folder / "p.npy", folder / "i.npy");
  const SeenCells cells = read_seen_cells(folder / "p.npy", folder / "i.npy", 3, 4);
  EXPECT_EQ(cells.indptr, some_cells().indptr);
  EXPECT_EQ(cells.indices, some_cells().indices);
  EXPECT_THAT(cells.row(1), ElementsAre());
}

TEST(SeenCells, OfAnotherMatrixAreRefused) {
  EXPECT_NO_THROW(check_seen_cells(some_cells(), 3, 4));
  EXPECT_THROW(check_seen_cells(some_cells(), 2, 4), OptionError);
  EXPECT_THROW(check_seen_cells(some_cells(), 3, 3), OptionError);
  EXPECT_THROW(check_seen_cells({}, 3, 4), OptionError);
}

TEST(SeenCells, HostileFilesAreRefused) {
  const auto expect_refused = [](const SeenCells& cells) {
    const TempDir folder;
    write_seen_cells(cells, folder / "p.npy", folder / "i.npy");
    EXPECT_THROW(read_seen_cells(folder / "p.npy", folder / "i.npy", 3, 4), FormatError);
    EXPECT_THROW(check_seen_cells(cells, 3, 4), OptionError);
  };
  expect_refused({.indptr = {0, 2, 2}, .indices = {1, 3}});
  expect_refused({.indptr = {0, 2, 2, 4}, .indices = {1, 3, 0, 2, 3}});
  expect_refused({.indptr = {1, 2, 2, 5}, .indices = {1, 3, 0, 2, 3}});
  expect_refused({.indptr = {0, 9, 2, 5}, .indices = {1, 3, 0, 2, 3}});
  expect_refused({.indptr = {0, -1, 2, 5}, .indices = {1, 3, 0, 2, 3}});
  expect_refused({.indptr = {0, 2, 2, 5}, .indices = {1, 3, 0, 2, 4}});
  expect_refused({.indptr = {0, 2, 2, 5}, .indices = {1, 3, 0, 2, -3}});
  expect_refused({.indptr = {0, 2, 2, 5}, .indices = {1, 1, 0, 2, 3}});
}

TEST(SeenCells, ATruncatedOrMultidimensionalFileIsRefused) {
  const TempDir folder;
  write_seen_cells(some_cells(), folder / "p.npy", folder / "i.npy");
  const std::string bytes = testing::read_bytes(folder / "i.npy");
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    const auto cut = folder.write("cut.npy", bytes.substr(0, size));
    EXPECT_THROW(read_seen_cells(folder / "p.npy", cut, 3, 4), FormatError);
  }
  write_npy<std::int32_t>(folder / "flat.npy", std::vector<std::int64_t>{1, 5},
                          some_cells().indices);
  EXPECT_THROW(read_seen_cells(folder / "p.npy", folder / "flat.npy", 3, 4), FormatError);
}

}  // namespace seen_cells_test
}  // namespace eigenlex
