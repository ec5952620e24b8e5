#include "eigenlex/explore/served_host.hpp"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace eigenlex {
namespace served_host_test {

TEST(ServedHost, IsAnAddressInNumbersOrAKnownName) {
  const std::vector<std::string> names{"words.example"};
  for (const char* header : {"localhost", "LocalHost:8765", "127.0.0.1", "127.0.0.1:80", "10.1.2.3",
                             "[::1]", "[::1]:80", "words.example", "Words.Example:80"}) {
    EXPECT_TRUE(is_served_host(header, names)) << header;
  }
}

TEST(ServedHost, IsNoOtherName) {
  for (const char* header :
       {"", ":", ":80", "evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "127.1",
        "0x7f.0.0.1", "2130706433", "[::1", "::1", "[]", "[evil]", "[::1]x", "localhost,evil",
        "user@localhost", "words.example", "\xff"}) {
    EXPECT_FALSE(is_served_host(header, {})) << header;
  }
  EXPECT_FALSE(is_served_host(std::string("localhost\0.evil", 15), {}));
}

}  // namespace served_host_test
}  // namespace eigenlex
