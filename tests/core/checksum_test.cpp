#include "core/checksum.hpp"

#include <gtest/gtest.h>

#include "eigenlex/core/error.hpp"

#include "support/temp_dir.hpp"

namespace eigenlex::internal {
namespace checksum_test {

// The published XXH3-128 of no bytes with seed 0; `xxhsum -H128` prints the same.
TEST(FileChecksum, OfAnEmptyFileIsThePublishedConstant) {
  const testing::TempDir dir;
  EXPECT_EQ(file_checksum(dir.write("empty", "")), "99aa06d3014798d86001c324468d497f");
}

TEST(FileChecksum, ChangesWithAnyByteAndWithTheLength) {
  const testing::TempDir dir;
  const std::string checksum = file_checksum(dir.write("a", "one two"));
  EXPECT_EQ(checksum.size(), 32u);
  EXPECT_EQ(file_checksum(dir.write("b", "one two")), checksum);
  EXPECT_NE(file_checksum(dir.write("c", "one twp")), checksum);
  EXPECT_NE(file_checksum(dir.write("d", "one tw")), checksum);
}

TEST(Checksum, OfPiecesIsThatOfAllBytes) {
  Checksum checksum;
  EXPECT_EQ(checksum.text(), bytes_checksum(""));
  const std::string bytes(3000, 'x');
  for (const std::size_t size : {0, 1, 999, 2000}) checksum.add(bytes.substr(0, size));
  EXPECT_EQ(checksum.text(), bytes_checksum(bytes));
}

TEST(FileChecksum, AMissingFileIsAnIoError) {
  const testing::TempDir dir;
  EXPECT_THROW(file_checksum(dir / "none"), IoError);
}

}  // namespace checksum_test
}  // namespace eigenlex::internal
