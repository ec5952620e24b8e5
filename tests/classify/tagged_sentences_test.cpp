#include "eigenlex/classify/tagged_sentences.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "eigenlex/core/error.hpp"

#include "support/temp_dir.hpp"

namespace eigenlex {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::TempDir;
using ::testing::ThrowsMessage;

constexpr std::string_view kSample =
    "-DOCSTART- -X- O O\n"
    "\n"
    "Ada NNP I-NP B-PER\n"
    "Lovelace NNP I-NP I-PER\n"
    "wrote VBD I-VP O\r\n"
    "\n"
    "\n"
    "London\tB-LOC\n";

TEST(TaggedSentences, AreTheFirstAndTheLastColumn) {
  const TempDir folder;
  const TaggedSentences read =
      read_tagged_sentences(folder.write("x.conll", kSample).string(), false);
  EXPECT_THAT(read.tag_names, ElementsAre("B-LOC", "B-PER", "I-PER", "O"));
  EXPECT_THAT(names_of_tags(read), ElementsAre("B-PER", "I-PER", "O", "B-LOC"));
  EXPECT_THAT(read.sentences.words, ElementsAre("Ada", "Lovelace", "wrote", "London"));
  EXPECT_THAT(read.sentences.offsets, ElementsAre(0, 3, 4));
}

TEST(TaggedSentences, FoldCaseOfTokensButNotOfTags) {
  const TempDir folder;
  const TaggedSentences read =
      read_tagged_sentences(folder.write("x.conll", "ADA B-PER\nada O\n").string(), true);
  EXPECT_THAT(read.sentences.words, ElementsAre("ada"));
  EXPECT_THAT(names_of_tags(read), ElementsAre("B-PER", "O"));
}

TEST(TaggedSentences, ErrorsNameTheLine) {
  const TempDir folder;
  const auto reading = [&](std::string_view bytes) {
    const auto path = folder.write("x.conll", bytes);
    return [path] { read_tagged_sentences(path.string(), false); };
  };
  EXPECT_THAT(reading("a O\n\nb\n"),
              ThrowsMessage<FormatError>(HasSubstr("x.conll:3: no tag after \"b\"")));
  EXPECT_THAT(reading("a O\nb \xff\n"),
              ThrowsMessage<FormatError>(HasSubstr("x.conll:2: not UTF-8")));
  EXPECT_THAT(reading("\n \n-DOCSTART- O\n"),
              ThrowsMessage<FormatError>(HasSubstr("x.conll: no token")));
  EXPECT_THAT(reading("a O\nb O\n"),
              ThrowsMessage<FormatError>(HasSubstr("all 2 tokens have the tag \"O\"")));
}

TEST(TaggedSentences, SelectedOnesKeepTheirTags) {
  const TempDir folder;
  const TaggedSentences all =
      read_tagged_sentences(folder.write("x.conll", "a A\nb B\n\nc C\n\nd D\n").string(), false);
  const std::vector<std::int64_t> chosen{2, 0};
  const TaggedSentences two = select(all, chosen);
  EXPECT_THAT(names_of_tags(two), ElementsAre("D", "A", "B"));
  EXPECT_THAT(two.sentences.offsets, ElementsAre(0, 1, 3));
}

TEST(TokenColumns, KeepTheLinesAndNumberTheTokens) {
  const TempDir folder;
  const TokenColumns read = read_token_columns(
      folder.write("x.conll", "\n Ada\n\n-DOCSTART-\nis x\t O\nin").string(), true);
  EXPECT_THAT(read.lines, ElementsAre("", " Ada", "", "-DOCSTART-", "is x\t O", "in"));
  EXPECT_THAT(read.token_of_line, ElementsAre(-1, 0, -1, -1, 1, 2));
  EXPECT_THAT(read.tokens, ElementsAre("Ada", "is", "in"));
  EXPECT_THAT(read.sentences.words, ElementsAre("ada", "is", "in"));
  EXPECT_THAT(read.sentences.offsets, ElementsAre(0, 1, 3));
}

TEST(TokenColumns, MayHaveNoToken) {
  const TempDir folder;
  EXPECT_THAT(read_token_columns(folder.write("x.conll", "").string(), false).lines, IsEmpty());
}

}  // namespace
}  // namespace eigenlex
