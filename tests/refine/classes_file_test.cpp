#include "eigenlex/refine/classes_file.hpp"

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "eigenlex/core/error.hpp"

#include "support/temp_dir.hpp"

namespace eigenlex {
namespace classes_file_test {

using testing::read_bytes;
using testing::TempDir;

const Vocabulary kWords({"a", "b", "c"}, {3, 2, 1});
const Assignment kAssignment{{2, 0, 2}, {0.25f, 0.16f, 0.5f}, 0.91};

TEST(ClassesFile, NumbersClassesByTheirSize) {
  const TempDir folder;
  write_classes(kWords, kAssignment, classes_of(kAssignment, 4), Metric::kCosine, folder / "f");
  EXPECT_EQ(read_bytes(folder / "f"), "a\t0\t0.250000\nb\t1\t0.160000\nc\t0\t0.500000\n");
}

TEST(ClassesFile, HasEuclideanDistancesNotTheirSquares) {
  const TempDir folder;
  write_classes(kWords, kAssignment, classes_of(kAssignment, 4), Metric::kEuclidean, folder / "f");
  EXPECT_EQ(read_bytes(folder / "f"), "a\t0\t0.500000\nb\t1\t0.400000\nc\t0\t0.707107\n");
  EXPECT_DOUBLE_EQ(class_distance(0.25, Metric::kEuclidean), 0.5);
  EXPECT_DOUBLE_EQ(class_distance(0.25, Metric::kCosine), 0.25);
  EXPECT_DOUBLE_EQ(cohesion({.cluster = 0, .members = {1}, .mean_cost = 0.25}, Metric::kCosine),
                   0.75);
  EXPECT_DOUBLE_EQ(cohesion({.cluster = 0, .members = {1}, .mean_cost = 4}, Metric::kEuclidean), 4);
}

TEST(ClassesFile, HasALineForEachOfTheNearestClassesOfAWord) {
  const TempDir folder;
  SoftAssignment soft{SoftAssignment::Labels(3, 2), SoftAssignment::Costs(3, 2), RowMatrix(3, 2)};
  // Cluster 3 has no members and so no class: its number is the one after all.
  soft.labels << 2, 0, 0, 2, 2, 3;
  soft.costs << 0.25, 0.5, 0.125, 0.5, 0.5, 0.75;
  soft.weights << 0.75f, 0.25f, 0.5f, 0.5f, 1, 0;
  write_classes(kWords, soft, classes_of(kAssignment, 4), Metric::kCosine, folder / "f");
  EXPECT_EQ(read_bytes(folder / "f"),
            "a\t0\t0.250000\t0.750000\na\t1\t0.500000\t0.250000\n"
            "b\t1\t0.125000\t0.500000\nb\t0\t0.500000\t0.500000\n"
            "c\t0\t0.500000\t1.000000\nc\t2\t0.750000\t0.000000\n");
}

TEST(ClassesFile, CannotKeepAWordThatWouldBreakItsLine) {
  const TempDir folder;
  const Vocabulary words({"a", "b\tc", "d"}, {3, 2, 1});
  EXPECT_THROW(
      write_classes(words, kAssignment, classes_of(kAssignment, 4), Metric::kCosine, folder / "f"),
      FormatError);
  EXPECT_THROW(write_classes(Vocabulary({"a"}, {1}), kAssignment, classes_of(kAssignment, 4),
                             Metric::kCosine, folder / "f"),
               OptionError);
  EXPECT_FALSE(std::filesystem::exists(folder / "f"));
}

}  // namespace classes_file_test
}  // namespace eigenlex
