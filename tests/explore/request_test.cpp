#include "eigenlex/explore/request.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "eigenlex/core/error.hpp"

namespace eigenlex {
namespace request_test {

TEST(Request, HasAPathAndItsParametersInTheirOrder) {
  EXPECT_EQ(parse_request_target("/api/neighbours?word=new+york&count=5"),
            (ExploreRequest{"/api/neighbours", {{"word", "new york"}, {"count", "5"}}}));
  EXPECT_EQ(parse_request_target("/"), (ExploreRequest{"/", {}}));
  EXPECT_EQ(parse_request_target("/a?"), (ExploreRequest{"/a", {}}));
}

TEST(Request, EscapesAreTheBytesThatTheyStandFor) {
  EXPECT_EQ(parse_request_target("/a%2Fb?%6eame=%C3%a9+%2B%26%3d%00"),
            (ExploreRequest{"/a/b", {{"name", std::string("\xc3\xa9 +&=\0", 7)}}}));
  EXPECT_EQ(parse_request_target("/a+b").path, "/a+b");
}

TEST(Request, ValuesMayBeEmptyOrHoldEqualSigns) {
  EXPECT_EQ(parse_request_target("/a?x&y=&&z=1=2&=v"),
            (ExploreRequest{"/a", {{"x", ""}, {"y", ""}, {"z", "1=2"}, {"", "v"}}}));
}

TEST(Request, WhatIsNoTargetIsRefused) {
  for (const char* target : {"", "a", "http://a/", "/a b", "/a?x=%", "/a?x=%4", "/a?x=%4g",
                             "/a?x=%ff", "/%c3", "/a#b", "/\xc3\xa9", "/a\x01", "/a\x7f"}) {
    EXPECT_THROW(parse_request_target(target), FormatError) << target;
  }
  EXPECT_THROW(parse_request_target("/" + std::string(8000, 'a')), FormatError);
  EXPECT_NO_THROW(parse_request_target("/" + std::string(7999, 'a')));
  std::string many = "/a?";
  for (int i = 0; i < 32; ++i) many += "x=1&";
  EXPECT_EQ(parse_request_target(many).parameters.size(), 32);
  EXPECT_THROW(parse_request_target(many + "x=1"), FormatError);
}

}  // namespace request_test
}  // namespace eigenlex
