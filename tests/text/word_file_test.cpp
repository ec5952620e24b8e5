#include "eigenlex/text/word_file.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "eigenlex/core/error.hpp"

#include "support/temp_dir.hpp"

namespace eigenlex {
namespace word_file_test {

using ::testing::ElementsAre;
using testing::TempDir;

TEST(WordFile, HoldsAWordOrPhraseALine) {
  const TempDir dir;
  EXPECT_THAT(read_word_file(dir.write("a",
                                       "\xef\xbb\xbf"
                                       "the\n\nNew York \r\n#tag\n,\n\"a b\"\n")),
              ElementsAre("the", "New York", "#tag", ",", "a b"));
  EXPECT_THAT(read_word_file(dir.write("b", "the\t12\ncat\t3\n")), ElementsAre("the", "cat"));
  EXPECT_TRUE(read_word_file(dir.write("c", "")).empty());
}

TEST(WordFile, MayHaveTheWordsInAnotherColumn) {
  const TempDir dir;
  const auto path = dir.write("a", "rank,word\n1,the\n2,\"a, b\"\n").string();
  EXPECT_THAT(read_word_file(path, {"word"}), ElementsAre("the", "a, b"));
  EXPECT_THROW(read_word_file(path, {"1", "2"}), OptionError);
  EXPECT_THROW(read_word_file(dir.write("b", "\tx\n").string()), FormatError);
}

}  // namespace word_file_test
}  // namespace eigenlex
