#include "eigenlex/classify/tagged_sentences.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "eigenlex/core/error.hpp"

#include "support/temp_dir.hpp"

namespace eigenlex {
namespace tagged_sentences_test {

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
  const TaggedSentences read = read_tagged_sentences(folder.write("x.conll", kSample).string());
  EXPECT_THAT(read.tag_names, ElementsAre("B-LOC", "B-PER", "I-PER", "O"));
  EXPECT_THAT(names_of_tags(read), ElementsAre("B-PER", "I-PER", "O", "B-LOC"));
  EXPECT_THAT(read.sentences.words, ElementsAre("Ada", "Lovelace", "wrote", "London"));
  EXPECT_THAT(read.sentences.offsets, ElementsAre(0, 3, 4));
}

TEST(TaggedSentences, FoldCaseOfTokensButNotOfTags) {
  const TempDir folder;
  const TaggedSentences read = read_tagged_sentences(
      folder.write("x.conll", "ADA B-PER\nada O\n").string(), {.lowercase = true});
  EXPECT_THAT(read.sentences.words, ElementsAre("ada"));
  EXPECT_THAT(names_of_tags(read), ElementsAre("B-PER", "O"));
}

TEST(TaggedSentences, ErrorsNameTheLine) {
  const TempDir folder;
  const auto reading = [&](std::string_view bytes) {
    const auto path = folder.write("x.conll", bytes);
    return [path] { read_tagged_sentences(path.string()); };
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

/// Tokens and tags of a file as "token/tag", sentences between bars.
std::string described(std::string_view bytes, const TaggedSentenceOptions& options = {},
                      Notes* notes = nullptr) {
  const TempDir folder;
  const TaggedSentences read = read_tagged_sentences(folder.write("x", bytes).string(), options);
  const std::vector<std::string> tags = names_of_tags(read);
  std::string text;
  for (std::int64_t i = 0; i < read.size(); ++i) {
    if (i > 0) text += "| ";
    std::size_t place =
        static_cast<std::size_t>(read.sentences.offsets[static_cast<std::size_t>(i)]);
    for (const std::int32_t word : read.sentences.text(i)) {
      text += read.sentences.words[static_cast<std::size_t>(word)] + "/" + tags[place++] + " ";
    }
  }
  if (notes != nullptr) *notes = read.notes;
  return text;
}

constexpr std::string_view kConllU =
    "# sent_id = 1\n# text = Al cane\n"
    "1-2\tAl\t_\t_\t_\t_\t_\t_\t_\t_\n"
    "1\tA\ta\tADP\tE\t_\t3\tcase\t_\tSpaceAfter=No\n"
    "2\til\til\tDET\tRD\t_\t3\tdet\t_\t_\n"
    "3\tcane\tcane\tNOUN\tS\t_\t0\troot\t_\t_\n\n"
    "# newpar\n# text = No\n1\tNo\tno\tINTJ\tI\t_\t0\troot\t_\t_\n";

TEST(TaggedSentences, OfConllUAreFormsAndUniversalTags) {
  Notes notes;
  EXPECT_EQ(described(kConllU, {}, &notes), "A/ADP il/DET cane/NOUN | No/INTJ ");
  EXPECT_THAT(notes, ElementsAre(HasSubstr("they are in column 2, tags in column 4"),
                                 HasSubstr("1 lines of several tokens (1-2)")));
  EXPECT_EQ(described(kConllU, {.columns = {"2", "5"}}), "A/E il/RD cane/S | No/I ");
  EXPECT_EQ(described("# global.columns = ID FORM UPOS XPOS\n" + std::string(kConllU),
                      {.columns = {"FORM", "XPOS"}}),
            "A/ADP il/DET cane/NOUN | No/INTJ ");
}

TEST(TaggedSentences, CommentsAndNumbersAreLeftOut) {
  Notes notes;
  EXPECT_EQ(described("#\thttp://a.b/c [2009-10-17]\n1\tSchartau\tB-PER\tO\n2\tsagte\tO\tO\n\n"
                      "#\thttp://d\n1\tBonn\tB-LOC\tB-LOC\n",
                      {}, &notes),
            "Schartau/O sagte/O | Bonn/B-LOC ");
  EXPECT_THAT(notes, ElementsAre(HasSubstr("tags in the last")));
  EXPECT_EQ(described("0 a A\n1 b B\n\n0 c A\n"), "a/A b/B | c/A ");
}

TEST(TaggedSentences, HashesAndNumbersMayBeTokens) {
  EXPECT_EQ(described("# SYM\n1 NUM\na X\n\n# SYM\n"), "#/SYM 1/NUM a/X | #/SYM ");
  EXPECT_EQ(described("1 NUM\n\n1 NUM\n2 X\n\n7 NUM\n"), "1/NUM | 1/NUM 2/X | 7/NUM ");
}

TEST(TaggedSentences, ColumnsMayBeNamed) {
  EXPECT_EQ(described("word pos ner\na A O\nb B O\n", {.columns = {"word", "pos"}}), "a/A b/B ");
  EXPECT_EQ(described("New York\tx\tB\nb\ty\tO\n", {.columns = {"1", "3"}}), "New York/B b/O ");
  EXPECT_THROW(described("a A\nb B\n", {.columns = {"1"}}), OptionError);
  EXPECT_THROW(described("a A\nb B\n", {.columns = {"0", "1"}}), OptionError);
  EXPECT_THROW(described("a A\nb B\n", {.columns = {"1", "3"}}), FormatError);
  EXPECT_THROW(described("a A\nb B\n", {.columns = {"word", "pos"}}), FormatError);
}

TEST(TaggedSentences, WhatLooksLikeAnotherColumnIsNoted) {
  Notes notes;
  described("doc a\ndoc b\ndoc c\n", {}, &notes);
  EXPECT_THAT(notes, ElementsAre(HasSubstr("3 of 3 tags occur once"), HasSubstr("all tokens are")));
}

TEST(TaggedSentences, SelectedOnesKeepTheirTags) {
  const TempDir folder;
  const TaggedSentences all =
      read_tagged_sentences(folder.write("x.conll", "a A\nb B\n\nc C\n\nd D\n").string());
  const std::vector<std::int64_t> chosen{2, 0};
  const TaggedSentences two = select(all, chosen);
  EXPECT_THAT(names_of_tags(two), ElementsAre("D", "A", "B"));
  EXPECT_THAT(two.sentences.offsets, ElementsAre(0, 1, 3));
}

TEST(TokenColumns, KeepTheLinesAndNumberTheTokens) {
  const TempDir folder;
  const TokenColumns read = read_token_columns(
      folder.write("x.conll", "\n Ada\n\n-DOCSTART-\nis x\t O\nin").string(), {.lowercase = true});
  EXPECT_THAT(read.lines, ElementsAre("", " Ada", "", "-DOCSTART-", "is x\t O", "in"));
  EXPECT_THAT(read.token_of_line, ElementsAre(-1, 0, -1, -1, 1, 2));
  EXPECT_THAT(read.tokens, ElementsAre("Ada", "is", "in"));
  EXPECT_THAT(read.sentences.words, ElementsAre("ada", "is", "in"));
  EXPECT_THAT(read.sentences.offsets, ElementsAre(0, 1, 3));
}

TEST(TokenColumns, AreThoseOfTheTokens) {
  const TempDir folder;
  const TokenColumns read = read_token_columns(folder.write("x", kConllU).string());
  EXPECT_THAT(read.tokens, ElementsAre("A", "il", "cane", "No"));
  EXPECT_THAT(read.token_of_line, ElementsAre(-1, -1, -1, 0, 1, 2, -1, -1, -1, 3));
  EXPECT_THAT(
      read_token_columns(folder.write("y", "a\tb\nc\td\n").string(), {.columns = {"2"}}).tokens,
      ElementsAre("b", "d"));
}

TEST(TokenColumns, MayHaveNoToken) {
  const TempDir folder;
  EXPECT_THAT(read_token_columns(folder.write("x.conll", "").string()).lines, IsEmpty());
}

}  // namespace tagged_sentences_test
}  // namespace eigenlex
