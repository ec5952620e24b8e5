#include "eigenlex/classify/labelled_texts.hpp"

#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "eigenlex/core/error.hpp"

#include "support/temp_dir.hpp"

namespace eigenlex {
namespace {

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
    return [path] { read_labelled_texts(path.string(), {}); };
  };
  EXPECT_THAT(reading("a\tx\nb y\n"), ThrowsMessage<FormatError>(HasSubstr("x.tsv:2: no tab")));
  EXPECT_THAT(reading("a\tx\n\nb\ty\n"), ThrowsMessage<FormatError>(HasSubstr("x.tsv:2: no tab")));
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

}  // namespace
}  // namespace eigenlex
