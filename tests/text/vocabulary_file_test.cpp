#include "eigenlex/text/vocabulary_file.hpp"

#include <limits>
#include <string>

#include <gtest/gtest.h>

#include "eigenlex/core/error.hpp"

#include "support/temp_dir.hpp"

namespace eigenlex {
namespace vocabulary_file_test {

using testing::read_bytes;
using testing::TempDir;

TEST(VocabularyFile, MarksAndLineEndsOfOtherProgramsAreNoPartOfWordsAndCounts) {
  const TempDir dir;
  const Vocabulary read = read_vocabulary(dir.write("v",
                                                    "\xef\xbb\xbf"
                                                    "a\t5\r\nb\t3\r\n"),
                                          VocabularyOrigin::kForeign);
  EXPECT_EQ(read.word(0), "a");
  EXPECT_EQ(read.count(0), 5);
  EXPECT_EQ(read.count(1), 3);
}

TEST(VocabularyFile, IsALineOfWordTabCountForEachWord) {
  const TempDir dir;
  write_vocabulary(Vocabulary({"the", "cat"}, {12, 3}), dir / "vocab.tsv");
  EXPECT_EQ(read_bytes(dir / "vocab.tsv"), "the\t12\ncat\t3\n");
}

TEST(VocabularyFile, ReadsBackWhatWasWritten) {
  const TempDir dir;
  const Vocabulary vocabulary({"the", std::string("nul\0", 4), "\xff\xfe", "\r", " ", "猫"},
                              {std::numeric_limits<std::int64_t>::max() - 10, 4, 3, 2, 1, 0});
  write_vocabulary(vocabulary, dir / "vocab.tsv");
  const Vocabulary read = read_vocabulary(dir / "vocab.tsv");
  EXPECT_EQ(read.words(), vocabulary.words());
  EXPECT_EQ(read.counts(), vocabulary.counts());
}

TEST(VocabularyFile, AFirstWordOfAByteOrderMarkIsKept) {
  const TempDir dir;
  for (const VocabularyOrigin origin : {VocabularyOrigin::kOwn, VocabularyOrigin::kForeign}) {
    for (const char* word : {"\ufeff", "\ufeffcat", "\ufeff\ufeff"}) {
      const Vocabulary vocabulary({word, "\r", "cat\r"}, {3, 2, 1});
      write_vocabulary(vocabulary, dir / "vocab.tsv", origin);
      EXPECT_EQ(read_vocabulary(dir / "vocab.tsv", origin).words(), vocabulary.words());
    }
  }
  write_vocabulary(Vocabulary({"\ufeff"}, {3}), dir / "vocab.tsv");
  EXPECT_EQ(read_bytes(dir / "vocab.tsv"), "\ufeff\t3\n");
}

TEST(VocabularyFile, OfNoWordsIsEmpty) {
  const TempDir dir;
  write_vocabulary(Vocabulary(), dir / "vocab.tsv");
  EXPECT_EQ(read_bytes(dir / "vocab.tsv"), "");
  EXPECT_EQ(read_vocabulary(dir / "vocab.tsv").size(), 0);
}

TEST(VocabularyFile, IsNotMadeForAWordItCannotHold) {
  const TempDir dir;
  for (const char* word : {"a\tb", "a\nb"}) {
    EXPECT_THROW(write_vocabulary(Vocabulary({word}, {1}), dir / "vocab.tsv"), FormatError);
    EXPECT_FALSE(std::filesystem::exists(dir / "vocab.tsv"));
  }
}

TEST(VocabularyFile, AMalformedLineIsAFormatErrorWithPathAndLine) {
  const TempDir dir;
  for (const char* line : {
           "",                          // nothing
           "cat",                       // no count
           "cat\t",                     // an empty one
           "\t3",                       // no word
           "cat\t3\t4",                 // a column too many
           "cat 3",                     // no tab
           "cat\t-1",                   // negative
           "cat\t+1",                   // a sign
           "cat\t 1",                   // a space
           "cat\t1.5",                  // no whole number
           "cat\t1\r",                  // a line end of another system
           "cat\t9223372036854775808",  // 2^63
           "cat\t9223372036854775807",  // more than 2^63-1 with the 12 before
           "the\t3",                    // the word of line 1
       }) {
    const std::string path = dir.write("vocab.tsv", "the\t12\n" + std::string(line) + "\nend\t1\n");
    try {
      read_vocabulary(path);
      ADD_FAILURE() << line;
    } catch (const FormatError& error) {
      EXPECT_TRUE(std::string_view(error.what()).starts_with(path + ":2: ")) << error.what();
    }
  }
}

TEST(VocabularyFile, OfTwoBadLinesTheFirstIsNamed) {
  const TempDir dir;
  const std::string path = dir.write("v", "a\t3\nb\t2\na\t1\nno count\n");
  try {
    read_vocabulary(path);
    ADD_FAILURE();
  } catch (const FormatError& error) {
    EXPECT_EQ(error.line(), 3) << error.what();
  }
}

TEST(VocabularyFile, AFileCutShortIsAFormatErrorUnlessALineEndsThere) {
  const TempDir dir;
  const std::string whole = "the\t12\ncat\t3\n";
  for (std::size_t size = 1; size < whole.size(); ++size) {
    const std::string path = dir.write("vocab.tsv", whole.substr(0, size));
    if (whole[size - 1] == '\n') {
      EXPECT_EQ(read_vocabulary(path).size(), 1);
    } else {
      EXPECT_THROW(read_vocabulary(path), FormatError) << size;
    }
  }
}

TEST(VocabularyFile, AMissingFileIsAnIoError) {
  const TempDir dir;
  EXPECT_THROW(read_vocabulary(dir / "missing"), IoError);
}

}  // namespace vocabulary_file_test
}  // namespace eigenlex
