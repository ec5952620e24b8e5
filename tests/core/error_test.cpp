#include "eigenlex/core/error.hpp"

#include <cerrno>

#include <gtest/gtest.h>

namespace eigenlex {
namespace {

TEST(Error, MessagesSayWhatWhereAndTheBound) {
  EXPECT_STREQ(OptionError("SvdOptions.rank", "0", "must be 1..71290").what(),
               "SvdOptions.rank = 0: must be 1..71290");
  EXPECT_STREQ(IoError::from_errno("a/b", "open", ENOENT).what(),
               "a/b: cannot open: No such file or directory");
  EXPECT_STREQ(FormatError::at_line("f.txt", 3, "no score").what(), "f.txt:3: no score");
  EXPECT_STREQ(FormatError::at_byte("f.npy", 10, "truncated").what(), "f.npy: byte 10: truncated");
}

}  // namespace
}  // namespace eigenlex
