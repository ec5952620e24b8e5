#include "core/build_fingerprint.hpp"

#include <gtest/gtest.h>

namespace eigenlex::internal {
namespace build_fingerprint_test {

TEST(BuildFingerprint, IsOf32HexadecimalDigits) {
  EXPECT_EQ(build_fingerprint().size(), 32u);
  EXPECT_EQ(build_fingerprint().find_first_not_of("0123456789abcdef"), std::string_view::npos);
}

}  // namespace build_fingerprint_test
}  // namespace eigenlex::internal
