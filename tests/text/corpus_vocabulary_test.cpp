#include "eigenlex/text/corpus_vocabulary.hpp"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/parallel.hpp"

#include "support/temp_dir.hpp"

namespace eigenlex {
namespace corpus_vocabulary_test {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::TempDir;

class CorpusVocabularyTest : public ::testing::Test {
 protected:
  CorpusVocabulary gather(const std::vector<std::string>& paths) {
    return gather_vocabulary(paths, {}, {});
  }
  std::string write(const char* name, const std::string& text) {
    return folder_.write(name, text).string();
  }

  TempDir folder_;
  std::string first_ = write("first.txt", "b a b\n\nc b\n");
  std::string second_ = write("second.txt", "c c d\na\n");
};

void expect_same(const CorpusVocabulary& a, const CorpusVocabulary& b) {
  EXPECT_EQ(a.words.words(), b.words.words());
  EXPECT_EQ(a.words.counts(), b.words.counts());
  EXPECT_EQ(a.documents, b.documents);
  EXPECT_EQ(a.tokens, b.tokens);
  EXPECT_EQ(a.distinct_words, b.distinct_words);
  EXPECT_EQ(a.cut.min_count, b.cut.min_count);
  EXPECT_EQ(a.cut.max_size, b.cut.max_size);
  EXPECT_EQ(a.reading.tokenizer.kind, b.reading.tokenizer.kind);
  EXPECT_EQ(a.reading.tokenizer.lowercase, b.reading.tokenizer.lowercase);
  EXPECT_EQ(a.reading.document, b.reading.document);
  EXPECT_EQ(a.reading.bytes_replaced, b.reading.bytes_replaced);
  EXPECT_EQ(a.corpus, b.corpus);
}

TEST_F(CorpusVocabularyTest, HasAllWordsByCountAndTheFiguresOfTheText) {
  const CorpusVocabulary gathered = gather({first_, second_});
  EXPECT_THAT(gathered.words.words(), ElementsAre("b", "c", "a", "d"));
  EXPECT_THAT(gathered.words.counts(), ElementsAre(3, 3, 2, 1));
  EXPECT_EQ(gathered.documents, 5);
  EXPECT_EQ(gathered.tokens, 9);
  EXPECT_EQ(gathered.distinct_words, 4);
}

TEST_F(CorpusVocabularyTest, OfPartsInAnyOrderIsThatOfTheWhole) {
  const CorpusVocabulary whole = gather({first_, second_});
  for (const bool turned : {false, true}) {
    VocabularySum sum;
    for (const std::string& path :
         turned ? std::vector{second_, first_} : std::vector{first_, second_}) {
      sum.add(gather({path}), path);
    }
    CorpusVocabulary added = sum.finish({.min_count = 1});
    if (turned) std::swap(added.corpus[0], added.corpus[1]);
    expect_same(added, whole);
  }
}

TEST_F(CorpusVocabularyTest, IsCutByTheCountsOfAll) {
  VocabularySum sum;
  sum.add(gather({first_}), first_);
  sum.add(gather({second_}), second_);
  const CorpusVocabulary cut = sum.finish({.min_count = 2, .max_size = 2});
  EXPECT_THAT(cut.words.words(), ElementsAre("b", "c"));
  EXPECT_EQ(cut.distinct_words, 4);
  VocabularySum again;
  EXPECT_THROW(again.add(cut, "cut"), FormatError);
}

TEST_F(CorpusVocabularyTest, OfEmptyTextHasNoWordsAndFitsAnyReading) {
  const std::string empty = write("empty.txt", "\n\n");
  const CorpusVocabulary nothing = gather({empty});
  EXPECT_EQ(nothing.words.size(), 0);
  EXPECT_EQ(nothing.documents, 2);
  const CorpusVocabulary lower =
      gather_vocabulary({first_}, {.kind = TokenizerKind::kUnicode, .lowercase = true}, {});
  for (const bool first : {true, false}) {
    VocabularySum sum;
    if (first) sum.add(nothing, empty);
    sum.add(lower, first_);
    if (!first) sum.add(nothing, empty);
    EXPECT_EQ(sum.finish({.min_count = 1}).reading.tokenizer.kind, TokenizerKind::kUnicode);
  }
  VocabularySum sum;
  sum.add(lower, first_);
  EXPECT_THROW(sum.add(gather({second_}), second_), FormatError);
}

TEST_F(CorpusVocabularyTest, IsTheSameForAnyNumberOfThreads) {
  std::string text;
  for (std::int64_t i = 0; i < 400'000; ++i) text += "w" + std::to_string(i * i % 3001) + " x\n";
  const std::string path = write("long.txt", text);
  const CorpusVocabulary expected = gather({path});
  for (const int threads : {1, 2, 3}) {
    const ThreadCount scope(threads);
    expect_same(gather({path}), expected);
  }
}

TEST_F(CorpusVocabularyTest, IsReadBackAsItWasWritten) {
  CorpusVocabulary written = gather({first_, second_});
  written.reading.tokenizer = {.kind = TokenizerKind::kUnicode, .lowercase = true};
  written.reading.document = DocumentKind::kParagraph;
  written.reading.bytes_replaced = 3;
  write_corpus_vocabulary(written, folder_ / "v");
  EXPECT_TRUE(is_corpus_vocabulary(folder_ / "v"));
  EXPECT_FALSE(is_corpus_vocabulary(folder_.path()));
  expect_same(read_corpus_vocabulary(folder_ / "v"), written);
}

TEST_F(CorpusVocabularyTest, OutOfOrderOrWithoutSenseIsRefused) {
  const auto refuse = [&](const char* file, const std::string& from, const std::string& to,
                          const char* says) {
    write_corpus_vocabulary(gather({first_, second_}), folder_ / "v");
    std::string content = testing::read_bytes(folder_ / "v" / file);
    const std::size_t at = content.find(from);
    ASSERT_NE(at, std::string::npos) << from;
    folder_.write(std::string("v/") + file, content.replace(at, from.size(), to));
    try {
      read_corpus_vocabulary(folder_ / "v", {.verify_checksums = false});
      FAIL() << to;
    } catch (const FormatError& error) {
      EXPECT_THAT(error.what(), HasSubstr(says));
    }
  };
  refuse("vocab.tsv", "b\t3\nc\t3", "c\t3\nb\t3", "by count");
  refuse("vocab.tsv", "d\t1", "d\t9", "by count");
  refuse("vocabulary.json", "\"whitespace\"", "\"auto\"", "auto");
  refuse("vocabulary.json", "\"distinct_words\": 4", "\"distinct_words\": 3", "do not fit");
  refuse("vocabulary.json", "\"min_count\": 1", "\"min_count\": 0", "min_count");
}

}  // namespace corpus_vocabulary_test
}  // namespace eigenlex
