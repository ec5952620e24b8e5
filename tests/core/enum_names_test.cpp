#include "eigenlex/core/enum_names.hpp"

#include <gtest/gtest.h>

namespace eigenlex {
namespace enum_names_test {

enum class Side { kLeft, kRight };

constexpr auto enum_names(Side) {
  return std::to_array<EnumName<Side>>({{Side::kRight, "right"}, {Side::kLeft, "left"}});
}

TEST(EnumNames, GoFromEnumeratorToWordAndBack) {
  for (const Side side : {Side::kLeft, Side::kRight}) {
    EXPECT_EQ(enum_value<Side>(enum_name(side)), side);
  }
  EXPECT_EQ(enum_name(Side::kLeft), "left");
}

TEST(EnumNames, KnowNoOtherWordOrValue) {
  EXPECT_EQ(enum_value<Side>("Left"), std::nullopt);
  EXPECT_EQ(enum_value<Side>(""), std::nullopt);
  EXPECT_EQ(enum_name(static_cast<Side>(7)), "unknown");
}

TEST(EnumNames, AreListedInTheOrderOfTheirDeclaration) {
  EXPECT_EQ(enum_choices<Side>("|"), "right|left");
}

}  // namespace enum_names_test
}  // namespace eigenlex
