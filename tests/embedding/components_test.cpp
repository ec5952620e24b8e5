#include "eigenlex/embedding/components.hpp"

#include <vector>

#include <gtest/gtest.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/npy.hpp"

#include "support/matrices.hpp"
#include "support/temp_dir.hpp"

namespace eigenlex {
namespace components_test {

using testing::random_dense;
using testing::TempDir;

Components sample() {
  return {.directions = random_dense(3, 5, 1).cast<float>(),
          .singular_values = Eigen::Vector3f(3, 2, 1),
          .mean = Eigen::RowVectorXf::LinSpaced(5, 0, 4),
          .coordinates = random_dense(7, 3, 2).cast<float>(),
          .description = {{"made", "by hand"}}};
}

TEST(Components, AreReadAsTheyWereWritten) {
  const TempDir folder;
  const Components components = sample();
  write_components(components, folder / "c");
  const Components read = read_components(folder / "c", {}, true);
  EXPECT_EQ(read.directions, components.directions);
  EXPECT_EQ(read.singular_values, components.singular_values);
  EXPECT_EQ(read.mean, components.mean);
  EXPECT_EQ(read.coordinates, components.coordinates);
  EXPECT_EQ(read.description.at("made"), "by hand");
  EXPECT_EQ(read_components(folder / "c").coordinates.size(), 0);
}

TEST(Components, ThatDoNotFitTogetherAreRefused) {
  const TempDir folder;
  Components components = sample();
  components.mean.resize(4);
  EXPECT_THROW(write_components(components, folder / "c"), OptionError);
  write_components(sample(), folder / "c");
  write_npy<float>(folder / "c/mean.npy", std::vector<std::int64_t>{4}, std::vector<float>(4));
  EXPECT_THROW(read_components(folder / "c"), FormatError);
  EXPECT_THROW(read_components(folder / "c", {.verify_checksums = false}), FormatError);
  EXPECT_THROW(read_components(folder / "d"), Error);
}

}  // namespace components_test
}  // namespace eigenlex
