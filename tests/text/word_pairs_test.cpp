#include "eigenlex/text/word_pairs.hpp"

#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "eigenlex/core/error.hpp"

#include "support/temp_dir.hpp"

namespace eigenlex {
namespace word_pairs_test {

using ::testing::ElementsAre;
using testing::TempDir;

std::vector<WordPair> pairs_of(const std::string& text) {
  const TempDir folder;
  const auto path = folder.path() / "pairs.txt";
  std::ofstream(path) << text;
  return read_word_pairs(path.string());
}

std::string error_of(const std::string& text) {
  try {
    pairs_of(text);
  } catch (const FormatError& error) {
    return error.what();
  }
  return "";
}

TEST(WordPairs, AreTwoWordsALineBetweenBlanksOrATab) {
  const auto expected = ElementsAre(WordPair{"Hund", "dog"}, WordPair{"Hund", "hound"});
  EXPECT_THAT(pairs_of("Hund dog\nHund hound\n"), expected);
  EXPECT_THAT(pairs_of("Hund\tdog\r\n\nHund\thound\r\n"), expected);
  EXPECT_THAT(pairs_of("New York\tNeuyork\n"), ElementsAre(WordPair{"New York", "Neuyork"}));
  EXPECT_THAT(pairs_of("# #\n"), ElementsAre(WordPair{"#", "#"}));
}

TEST(WordPairs, LinesThatAreNotTwoWordsAreNamed) {
  EXPECT_THAT(error_of("Hund dog\nKatze\n"), ::testing::HasSubstr(":2: "));
  EXPECT_THAT(error_of("Hund dog hound\n"), ::testing::HasSubstr(":1: expected two words"));
  EXPECT_THAT(error_of("\n"), ::testing::HasSubstr("no pairs"));
}

TEST(WordPairs, AMissingFileIsAnError) { EXPECT_THROW(read_word_pairs("no/such/file"), IoError); }

}  // namespace word_pairs_test
}  // namespace eigenlex
