#include "eigenlex/neural/network_module.hpp"

#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "eigenlex/core/error.hpp"

#include "support/temp_dir.hpp"

namespace eigenlex {
namespace network_module_test {

using ::testing::HasSubstr;
using ::testing::ThrowsMessage;

TEST(NetworkModule, WhatCannotBeLoadedIsNamed) {
  const testing::TempDir folder;
  std::ofstream(folder / "text.so") << "no module";
  for (const char* name : {"none.so", "text.so"}) {
    EXPECT_THAT([&] { load_network_module(folder / name); }, ThrowsMessage<Error>(HasSubstr(name)));
  }
}

TEST(NetworkModule, OtherSharedObjectsAreRefused) {
  EXPECT_THAT([] { load_network_module("libm.so.6"); },
              ThrowsMessage<Error>(HasSubstr("belongs to another build")));
}

}  // namespace network_module_test
}  // namespace eigenlex
