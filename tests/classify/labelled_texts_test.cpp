#include "eigenlex/classify/labelled_texts.hpp"

#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "eigenlex/core/error.hpp"

#include "support/temp_dir.hpp"

namespace eigenlex {
namespace labelled_texts_test {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::TempDir;
using ::testing::ThrowsMessage;

TEST(LabelledTexts, AreReadUnderTheirClassesInByteOrder) {
  const TempDir folder;
  const auto path =
      folder.write("x.tsv", "\xef\xbb\xbfpos\tgood film\r\nneg\tbad\tfilm\npos\tgood");
  const LabelledTexts texts = read_labelled_texts(path.string(), {});
  EXPECT_THAT(texts.class_names, ElementsAre("neg", "pos"));
  EXPECT_THAT(texts.labels, ElementsAre(1, 0, 1));
  EXPECT_THAT(texts.texts.words, ElementsAre("good", "film", "bad"));
  EXPECT_THAT(texts.texts.offsets, ElementsAre(0, 2, 4, 5));
}

TEST(LabelledTexts, ErrorsNameTheLine) {
  const TempDir folder;
  const auto reading = [&](std::string_view bytes) {
    const auto path = folder.write("x.tsv", bytes);
    return [path] { read_labelled_texts(path.string(), {.to_learn = true}); };
  };
  EXPECT_THAT(reading("a\tx\nb y\n"), ThrowsMessage<FormatError>(HasSubstr(
                                          "x.tsv:2: no text after the label \"b y\": a line "
                                          "must be a label and a text, parted by tabs")));
  EXPECT_THAT(reading("\na x\n"), ThrowsMessage<FormatError>(HasSubstr("x.tsv:2: no tab")));
  EXPECT_THAT(reading("\tx\n"), ThrowsMessage<FormatError>(HasSubstr("x.tsv:1: no label")));
  EXPECT_THAT(reading("a\tx\nb\t \t\n"),
              ThrowsMessage<FormatError>(HasSubstr("x.tsv:2: no text after the label \"b\"")));
  EXPECT_THAT(reading("a\tx\nb\t\xff\n"),
              ThrowsMessage<FormatError>(HasSubstr("x.tsv:2: not UTF-8")));
  EXPECT_THAT(reading("a\tx\nb\t" + std::string((1 << 24) + 1, 'y')),
              ThrowsMessage<FormatError>(HasSubstr("x.tsv:2: a line of 16777219 bytes")));
  EXPECT_THAT(reading(""), ThrowsMessage<FormatError>(HasSubstr("x.tsv: no example")));
  EXPECT_THAT(reading("a\tx\na\ty\n"),
              ThrowsMessage<FormatError>(HasSubstr("all 2 examples are of the class \"a\"")));
}

/// Classes and texts of a file as "class:word word".
std::vector<std::string> described(std::string_view bytes, const LabelledTextOptions& options = {},
                                   Notes* notes = nullptr) {
  const TempDir folder;
  const LabelledTexts read = read_labelled_texts(folder.write("x", bytes).string(), options);
  std::vector<std::string> lines;
  for (std::int64_t i = 0; i < read.size(); ++i) {
    const auto label = static_cast<std::size_t>(read.labels[static_cast<std::size_t>(i)]);
    std::string line = read.class_names[label] + ":";
    for (const std::int32_t word : read.texts.text(i)) {
      if (!line.ends_with(':')) line += ' ';
      line += read.texts.words[static_cast<std::size_t>(word)];
    }
    lines.push_back(line);
  }
  if (notes != nullptr) *notes = read.notes;
  return lines;
}

TEST(LabelledTexts, BlankLinesAndBlanksAroundLabelsDoNotMatter) {
  EXPECT_THAT(described("\npos \tgood film\r\n \n pos\tfine\nneg\tbad\n\n"),
              ElementsAre("pos:good film", "pos:fine", "neg:bad"));
}

TEST(LabelledTexts, AnySeparatorAndTheQuotesOfCsvAreTaken) {
  for (const char* text : {"pos,good, really good\nneg,bad\n", "pos;good, really good\nneg;bad\n",
                           "\"pos\",\"good, really good\"\n\"neg\",\"bad\"\n",
                           "\"pos\",\"good,\nreally good\"\nneg,bad\n",
                           "Class Index,Title,Description\npos,\"good, really\",good\nneg,bad\n",
                           "review,sentiment\n\"good, really good\",pos\nbad,neg\n",
                           "__label__pos good, really good\n__label__neg bad\n"}) {
    EXPECT_THAT(described(text), ElementsAre("pos:good, really good", "neg:bad")) << text;
  }
  EXPECT_THAT(described("pos\t\"good, really\" good\nneg\tsay \"bad\"\n"),
              ElementsAre("pos:\"good, really\" good", "neg:say \"bad\""));
}

TEST(LabelledTexts, LinesTakenForHeadersAreSaid) {
  Notes notes;
  EXPECT_EQ(described("label\ttext\na\tx\nb\ty\n", {}, &notes).size(), 2U);
  EXPECT_THAT(notes, ElementsAre(HasSubstr("line 1 is taken for a header: label, text")));
  EXPECT_THAT(
      described("id\tsentiment\treview\n\"1_8\"\t1\t\"x y\"\n\"2_3\"\t0\t\"z\"\n", {}, &notes),
      ElementsAre("1:x y", "0:z"));
  EXPECT_THAT(notes,
              ::testing::Contains(HasSubstr("labels are in column 2, \"sentiment\", texts in "
                                            "column 3, \"review\"")));
  EXPECT_EQ(described("label\tKommentar\na\tx\nb\ty\n", {}, &notes).size(), 2U);
  EXPECT_THAT(notes, ElementsAre(HasSubstr("the first line is taken for a header")));
}

TEST(LabelledTexts, OfAClassThatIsCalledAsAHeaderMayBeAreExamples) {
  Notes notes;
  EXPECT_THAT(described("label\ta text\nlabel\tx\nb\ty\n", {}, &notes),
              ElementsAre("label:a text", "label:x", "b:y"));
  EXPECT_TRUE(notes.empty());
  EXPECT_THAT(described("label\ttext\na\tx\nlabel\ttext\nb\ty\n"),
              ElementsAre("a:x", "label:text", "b:y"));
  // One header is all that a file has.
  EXPECT_THAT(described("label\ttext\ntopic\tx\nb\ty\n"), ElementsAre("topic:x", "b:y"));
  EXPECT_THAT(described("nr,tag,text\n1,topic,x\n2,b,y\n", {.columns = {"tag", "text"}}),
              ElementsAre("topic:x", "b:y"));
  EXPECT_THAT(described("__label__topic x\n__label__b y\n"), ElementsAre("topic:x", "b:y"));
}

TEST(LabelledTexts, ColumnsMayBeNamed) {
  const char* text = "nr,was,wie\n7,good film,pos\n8,bad,neg\n";
  EXPECT_THAT(described(text, {.columns = {"wie", "was"}}),
              ElementsAre("pos:good film", "neg:bad"));
  EXPECT_THAT(described("7,good film,pos\n8,bad,neg\n", {.columns = {"3", "2"}}),
              ElementsAre("pos:good film", "neg:bad"));
  EXPECT_THROW(described(text, {.columns = {"wie"}}), OptionError);
}

TEST(LabelledTexts, ClassesOfOneTextAreNotedWhereTheyAreToBeLearned) {
  Notes notes;
  described("a\tx\nb\ty\nb\tz\n", {.to_learn = true}, &notes);
  EXPECT_THAT(notes, ElementsAre(HasSubstr("1 of 2 classes has one example, such as \"a\"")));
  described("1\tx\n2\ty\n3\tz\n", {.to_learn = true}, &notes);
  EXPECT_THAT(notes, ElementsAre(HasSubstr("3 of 3 classes have one example, such as \"1\"; is the "
                                           "label in another column?")));
  described("1\tx\n2\ty\n3\tz\n", {}, &notes);
  EXPECT_TRUE(notes.empty());
}

TEST(LabelledTexts, TextsToScoreOnMayBeOfOneClass) {
  EXPECT_EQ(described("a\tx\na\ty\n").size(), 2U);
}

TEST(LabelledTexts, FurtherLabelsOfFastTextAreSaid) {
  Notes notes;
  EXPECT_THAT(described("__label__a __label__b x\n__label__b y\n", {}, &notes),
              ElementsAre("a:x", "b:y"));
  EXPECT_THAT(notes, ElementsAre(HasSubstr("1 further labels")));
  EXPECT_THROW(described("__label__a x\nb y\n"), FormatError);
}

TEST(LabelledTexts, MissingFilesAndFoldersAreIoErrors) {
  const TempDir folder;
  EXPECT_THROW(read_labelled_texts((folder / "none").string(), {}), IoError);
  EXPECT_THROW(read_labelled_texts(folder.path().string(), {}), IoError);
}

TEST(TextLines, KeepBlankLines) {
  const TempDir folder;
  EXPECT_THAT(read_text_lines(folder.write("x.txt", "one\n\ntwo\r\n").string()),
              ElementsAre("one", "", "two"));
  EXPECT_TRUE(read_text_lines(folder.write("y.txt", "").string()).empty());
}

TEST(StratifiedSplit, KeepsTheSharesOfTheClasses) {
  std::vector<std::int32_t> labels;
  for (int i = 0; i < 1000; ++i) labels.push_back(i % 10 < 7 ? 0 : i % 10 < 9 ? 1 : 2);
  const Split split = stratified_split(labels, 101, 3);
  EXPECT_EQ(split.held_out.size(), 101U);
  EXPECT_EQ(split.train.size(), 899U);
  std::vector<std::int64_t> counts(3, 0);
  for (const std::int64_t i : split.held_out) {
    ++counts[static_cast<std::size_t>(labels[static_cast<std::size_t>(i)])];
  }
  EXPECT_THAT(counts, ElementsAre(71, 20, 10));
  std::vector<std::int64_t> all = split.train;
  all.insert(all.end(), split.held_out.begin(), split.held_out.end());
  std::sort(all.begin(), all.end());
  for (std::int64_t i = 0; i < 1000; ++i) EXPECT_EQ(all[static_cast<std::size_t>(i)], i);
}

TEST(StratifiedSplit, IsDecidedByTheSeed) {
  const std::vector<std::int32_t> labels(200, 0);
  EXPECT_EQ(stratified_split(labels, 50, 1).held_out, stratified_split(labels, 50, 1).held_out);
  EXPECT_NE(stratified_split(labels, 50, 1).held_out, stratified_split(labels, 50, 2).held_out);
}

TEST(StratifiedSplit, TakesNoneOrAll) {
  const std::vector<std::int32_t> labels{0, 1, 1};
  EXPECT_TRUE(stratified_split(labels, 0, 1).held_out.empty());
  EXPECT_TRUE(stratified_split(labels, 3, 1).train.empty());
  EXPECT_THROW(stratified_split(labels, 4, 1), OptionError);
  EXPECT_THROW(stratified_split(labels, -1, 1), OptionError);
}

TEST(LabelledTexts, LabelsThatLookTheSameAreOne) {
  const TempDir dir;
  const LabelledTexts texts = read_labelled_texts(
      dir.write("t", "caf\u00e9\ta\ncafe\u0301\tb\npos\u00a0\tc\n\ufeffpos\td\npos \te\n")
          .string());
  EXPECT_THAT(texts.class_names, ElementsAre("caf\u00e9", "pos"));
}

}  // namespace labelled_texts_test
}  // namespace eigenlex
