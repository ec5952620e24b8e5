#include "eigenlex/core/error.hpp"

#include <cerrno>

#include <gtest/gtest.h>

namespace eigenlex {
namespace error_test {

TEST(Error, MessagesSayWhatWhereAndTheBound) {
  EXPECT_STREQ(OptionError("SvdOptions.rank", "0", "must be 1..71290").what(),
               "SvdOptions.rank = 0: must be 1..71290");
  EXPECT_STREQ(IoError::from_errno("a/b", "open", ENOENT).what(),
               "a/b: cannot open: No such file or directory");
  EXPECT_STREQ(FormatError::at_line("f.txt", 3, "no score").what(), "f.txt:3: no score");
  EXPECT_STREQ(FormatError::at_byte("f.npy", 10, "truncated").what(), "f.npy: byte 10: truncated");
  EXPECT_STREQ(FormatError::at_path("m", "no model").what(), "m: no model");
  EXPECT_STREQ(IoError::at_path("m", "is a folder").what(), "m: is a folder");
}

TEST(Error, CarriesThePartsOfItsMessage) {
  const OptionError option("SvdOptions.rank", "0", "must be 1..71290");
  EXPECT_EQ(option.field(), "SvdOptions.rank");
  EXPECT_EQ(option.value(), "0");
  EXPECT_EQ(option.requirement(), "must be 1..71290");
  EXPECT_EQ(IoError::from_errno("a/b", "open", ENOENT).path(), "a/b");
  EXPECT_EQ(IoError::from_errno("a/b", "open", ENOENT).error_number(), ENOENT);
  EXPECT_EQ(IoError::at_path("a/b", "is a folder", EISDIR).error_number(), EISDIR);
  EXPECT_EQ(IoError::at_path("a/b", "is a folder").error_number(), 0);
  EXPECT_EQ(IoError("no file is open").path(), "");

  const FormatError line = FormatError::at_line("f.txt", 3, "no score");
  EXPECT_EQ(line.path(), "f.txt");
  EXPECT_EQ(line.line(), 3);
  EXPECT_EQ(line.byte(), std::nullopt);
  const FormatError byte = FormatError::at_byte("f.npy", 10, "truncated");
  EXPECT_EQ(byte.path(), "f.npy");
  EXPECT_EQ(byte.line(), std::nullopt);
  EXPECT_EQ(byte.byte(), 10);
  EXPECT_EQ(FormatError::at_path("m", "no model").path(), "m");
  EXPECT_EQ(OutdatedError("m/index", "of other vectors").path(), "m/index");
}

}  // namespace error_test
}  // namespace eigenlex
