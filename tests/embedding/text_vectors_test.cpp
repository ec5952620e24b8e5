#include "embedding/text_vectors.hpp"

#include <cstring>
#include <limits>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/parallel.hpp"

#include "support/random_embedding.hpp"
#include "support/temp_dir.hpp"

namespace eigenlex::internal {
namespace text_vectors_test {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::read_bytes;
using testing::TempDir;
using Words = std::vector<std::string>;

std::string written(const Embedding& embedding, const TextVectorStyle& style) {
  const TempDir dir;
  ByteSink file(dir / "v.txt");
  write_text_vectors(embedding, style, file);
  file.close();
  return read_bytes(dir / "v.txt");
}

std::string format_error(const std::string& text) {
  try {
    parse_text_vectors(text, "v.txt");
  } catch (const FormatError& error) {
    return error.what();
  }
  return "no FormatError";
}

void expect_a_and_b(const std::string& text) {
  const Embedding embedding = parse_text_vectors(text, "v.txt");
  EXPECT_EQ(embedding.vocabulary.words(), (Words{"a", "b"})) << text;
  EXPECT_EQ(embedding.table, (Table{{1.5f, -2}, {0.25f, 1e-3f}})) << text;
}

TEST(TextVectors, StylesDifferInHeaderAndTrailingSpace) {
  const Embedding embedding = embedding_of_words({"a", "b"}, Table{{1.5f, -2}, {0.25f, 1e-3f}});
  EXPECT_EQ(written(embedding, {.header = true, .trailing_space = false}),
            "2 2\na 1.5 -2\nb 0.25 0.001\n");
  EXPECT_EQ(written(embedding, {.header = false, .trailing_space = false}),
            "a 1.5 -2\nb 0.25 0.001\n");
  EXPECT_EQ(written(embedding, {.header = true, .trailing_space = true}),
            "2 2\na 1.5 -2 \nb 0.25 0.001 \n");
}

TEST(TextVectors, VariantsOfOtherProgramsAreRead) {
  expect_a_and_b("2 2\na 1.5 -2\nb 0.25 0.001\n");
  expect_a_and_b("2 2 \na 1.5 -2 \nb 0.25 0.001 ");
  expect_a_and_b("a 1.5 -2\nb 0.25 0.001");
  expect_a_and_b("a\t1.5\t-2\nb\t2.5e-1\t1E-03\n\n");
  expect_a_and_b("2 2\r\na 1.5 -2\r\nb 0.25 0.001\r\n");
  expect_a_and_b("a  +1.500000  -2.0\nb  .25  0.00100000000000000000001\n");
}

TEST(TextVectors, FloatsReadBackToTheSameBits) {
  using Limits = std::numeric_limits<float>;
  Table table = testing::random_table(400, 50, 3);
  table.row(7).setZero();
  table(7, 1) = -0.0f;
  table(7, 2) = Limits::max();
  table(7, 3) = Limits::min();
  table(7, 4) = Limits::denorm_min();
  table(7, 5) = -Limits::epsilon();
  table(7, 6) = 16777216.0f;
  Words words;
  for (int i = 0; i < 400; ++i) words.push_back(std::to_string(i));
  const Embedding embedding = embedding_of_words(words, table);
  for (const bool header : {true, false}) {
    const Embedding read = parse_text_vectors(written(embedding, {header, true}), "v.txt");
    EXPECT_EQ(read.vocabulary.words(), words);
    EXPECT_EQ(0, std::memcmp(read.table.data(), table.data(), sizeof(float) * 400 * 50));
  }
}

TEST(TextVectors, WordsMayHoldSpacesAndAnyBytes) {
  const Embedding embedding =
      parse_text_vectors("3 2\nat name@domain.com 1 2\n. . 1 2\n\xff\xfe\xc2\xa0 3 4\n", "v.txt");
  EXPECT_EQ(embedding.vocabulary.words(), (Words{"at name@domain.com", ". .", "\xff\xfe\xc2\xa0"}));
  EXPECT_EQ(embedding.table, (Table{{1, 2}, {1, 2}, {3, 4}}));
  EXPECT_EQ(parse_text_vectors(". . 1 2\n3 4 5\n", "v.txt").vocabulary.words(),
            (Words{". .", "3"}));
}

TEST(TextVectors, NumbersTooSmallForAFloatAreZero) {
  EXPECT_EQ(parse_text_vectors("a 1e-60 -1e-46\n", "v.txt").table, (Table{{0, 0}}));
}

TEST(TextVectors, ALaterVectorOfTheSameWordIsDropped) {
  const Embedding embedding = parse_text_vectors("3 1\na 1\nb 2\na 3\n", "v.txt");
  EXPECT_EQ(embedding.vocabulary.words(), (Words{"a", "b"}));
  EXPECT_EQ(embedding.table, (Table{{1}, {2}}));
  Notes notes;
  parse_text_vectors("a 1\na 3\na 4\n", "v.txt", &notes);
  EXPECT_THAT(notes, ElementsAre("v.txt: 2 vectors of words that occurred before are left out"));
}

TEST(TextVectors, AFileOfNoWordsIsRead) {
  const Embedding embedding = parse_text_vectors("0 3\n", "v.txt");
  EXPECT_EQ(embedding.vocabulary.size(), 0);
  EXPECT_EQ(embedding.table.cols(), 3);
}

TEST(TextVectors, ErrorsNameTheLine) {
  EXPECT_THAT(format_error("2 2\na 1 2\nb 1\n"), HasSubstr("v.txt:3: the line is too short"));
  EXPECT_THAT(format_error("2 2\na 1 2\nb 1 x\n"),
              HasSubstr("v.txt:3: \"x\" is not a finite number"));
  EXPECT_THAT(format_error("a 1 2\nb nan 2\n"), HasSubstr("v.txt:2: \"nan\" is not"));
  EXPECT_THAT(format_error("a 1 2\nb 1 -inf\n"), HasSubstr("v.txt:2: \"-inf\" is not"));
  EXPECT_THAT(format_error("a 1 2\nb 1 1e39\n"), HasSubstr("v.txt:2: \"1e39\" is not"));
  EXPECT_THAT(format_error("a 1 2\nb 1 1e999\n"), HasSubstr("v.txt:2: \"1e999\" is not"));
  EXPECT_THAT(format_error("a 1 2\n\n1 2\n"), HasSubstr("v.txt:3: the line is too short"));
  EXPECT_THAT(format_error("2 2\ncat 1:0.2 2:0.9\ndog 1:0.3 2:0.9\n"),
              HasSubstr("v.txt:2: \"2:0.9\" is not a finite number: expected a word and 2 numbers; "
                        "sparse vectors"));
}

TEST(TextVectors, HeadersThatPromiseWhatIsNotThereAreRefused) {
  EXPECT_THAT(format_error("3 2\na 1 2\nb 1 2"), HasSubstr("promises 3 words, but 2 lines"));
  EXPECT_THAT(format_error("3 2\n"), HasSubstr("promises 3 words, but 0 lines"));
  EXPECT_THAT(format_error("1 0\na\n"), HasSubstr("no numbers"));
  EXPECT_THAT(format_error("1 9223372036854775807\na 1 2\n"), HasSubstr("do not fit"));
  EXPECT_THAT(format_error("9223372036854775807 1\na 1"), HasSubstr("promises"));
  EXPECT_THAT(format_error("1 1000000\na 1 2\n"), HasSubstr("do not fit"));
  EXPECT_THAT(format_error("1 9\na 1 2\n" + std::string(1000, '\n')), HasSubstr("do not fit"));
}

TEST(TextVectors, HeadersThatCannotBeAreNoWords) {
  for (const char* header : {"-2 2", "2 -2", "99999999999999999999 2", "+2 2"}) {
    EXPECT_THAT(format_error(std::string(header) + "\na 1 2\nb 3 4\n"),
                HasSubstr("v.txt:1: the header \"" + std::string(header) + "\" cannot be"));
  }
  // Words that are numbers, of one dimension.
  EXPECT_EQ(parse_text_vectors("-3 2\n4 5\n", "v.txt").vocabulary.words(), (Words{"-3", "4"}));
}

TEST(TextVectors, AHeaderOfTooFewNumbersIsSeenInTheWords) {
  EXPECT_THAT(format_error("2 1\na 1 2\nb 3 4\n"),
              HasSubstr("promises 1 numbers a word, but all lines have more"));
  Notes notes;
  const Embedding some = parse_text_vectors("3 2\na 1 2\nb 0 1 2\nnew york 3 4\n", "v.txt", &notes);
  EXPECT_EQ(some.vocabulary.words(), (Words{"a", "b 0", "new york"}));
  EXPECT_THAT(notes, ElementsAre("v.txt: a word ends in a number, such as \"b 0\": do their lines "
                                 "have more than 2 numbers?"));
}

TEST(TextVectors, WordsOfOtherEncodingsAreSaid) {
  Notes notes;
  parse_text_vectors("caf\xe9 1 2\nb 0 1\n", "v.txt", &notes);
  EXPECT_THAT(notes, ElementsAre("v.txt: a word is not UTF-8, such as \"caf\\xe9\""));
}

TEST(TextVectors, MoreOrFewerLinesThanPromisedAreReadAndSaid) {
  for (const char* text : {"1 2\na 1 2\nb 3 4\n", "1 2\na 1 2\nb 3 4", "9 2\na 1 2\nb 3 4\n"}) {
    Notes notes;
    const Embedding embedding = parse_text_vectors(text, "v.txt", &notes);
    EXPECT_EQ(embedding.vocabulary.words(), (Words{"a", "b"})) << text;
    EXPECT_EQ(embedding.table, (Table{{1, 2}, {3, 4}}));
    EXPECT_THAT(notes, ElementsAre(HasSubstr("but 2 lines follow"))) << text;
  }
}

TEST(TextVectors, WordsMayBeBlanksAndBlankLinesAreLeftOut) {
  Notes notes;
  const Embedding embedding =
      parse_text_vectors("5 2\na 1 2\n  3 4\n\n\t 5 6\n 7 8\nb 9 9\n", "v.txt", &notes);
  EXPECT_EQ(embedding.vocabulary.words(), (Words{"a", " ", "\t", "b"}));
  EXPECT_EQ(embedding.table, (Table{{1, 2}, {3, 4}, {5, 6}, {9, 9}}));
  EXPECT_THAT(notes, ElementsAre("v.txt: 1 blank lines are left out",
                                 "v.txt: a vector without a word is left out"));
  EXPECT_EQ(parse_text_vectors("  3 4\na 1 2\n", "v.txt").vocabulary.words(), (Words{" ", "a"}));
  EXPECT_EQ(parse_text_vectors("a\t1\t2\n\t\t3\t4\n", "v.txt").vocabulary.words(),
            (Words{"a", "\t"}));
}

TEST(TextVectors, WhatIsNoTableOfVectorsIsRefused) {
  for (const std::string& text :
       {std::string(), std::string("\n\n"), std::string("word"), std::string("a b c\n"),
        std::string("1\n"), std::string(100000, ' '), std::string(100000, '\n'),
        std::string(100000, '1'), std::string(1000, '\0'), std::string("a 1 2\nb 1 2 3 4 x\n")}) {
    EXPECT_THAT(format_error(text), HasSubstr("v.txt:")) << text.substr(0, 20);
  }
}

TEST(TextVectors, EveryTruncationEndsInAnErrorOrInFewerNumbers) {
  const std::string text = written(testing::random_embedding(5, 4, 4), {true, false});
  const Embedding whole = parse_text_vectors(text, "v.txt");
  for (std::size_t size = 0; size < text.size(); ++size) {
    const std::string part = text.substr(0, size);
    const std::string error = format_error(part);
    if (error != "no FormatError") continue;
    // Only a cut within the last number of the last line is invisible; one after a line is said.
    if (size > text.rfind(' ')) continue;
    Notes notes;
    parse_text_vectors(part, "v.txt", &notes);
    EXPECT_EQ(part.back(), '\n') << part;
    EXPECT_THAT(notes, ElementsAre(HasSubstr("was the file cut short?"))) << part;
  }
}

// A block of the reader is 1 MiB: the lines here end before, at and after its ends.
TEST(TextVectors, LinesAreTheSameForAnyNumberOfThreadsAndAcrossBlocks) {
  std::string text;
  Words words;
  for (int i = 0; i < 300; ++i) {
    const std::size_t length = i == 200 ? 2500000 : static_cast<std::size_t>(9000 + i % 7);
    words.push_back(std::string(length, 'x').append(std::to_string(i)));
    text.append(words.back()).append(" ").append(std::to_string(i)).append("\n");
  }
  // One line starts at the first byte of a block exactly.
  const std::size_t start = text.find('\n', 1040000) + 1;
  const std::size_t missing = (std::size_t{1} << 20) - start;
  ASSERT_LT(missing, 10000u);
  text.insert(0, missing, 'y');
  words[0].insert(0, missing, 'y');
  for (const int threads : {1, 2, 3}) {
    const ThreadCount scope(threads);
    const Embedding embedding = parse_text_vectors(text, "v.txt");
    EXPECT_TRUE(embedding.vocabulary.words() == words) << threads;
    for (int i = 0; i < 300; ++i) ASSERT_EQ(embedding.table(i, 0), static_cast<float>(i));
  }
}

TEST(TextVectors, BlankLinesAreLeftOutForAnyNumberOfThreads) {
  std::string text;
  for (int i = 0; i < 40'000; ++i) {
    text.append("w").append(std::to_string(i)).append(" ").append(std::to_string(i)).append("\n");
    text.append(static_cast<std::size_t>(i % 97), i % 3 == 0 ? '\n' : ' ');
    text.append(i % 3 == 1 ? "\n" : "");
  }
  for (const int threads : {1, 2, 3}) {
    const ThreadCount scope(threads);
    const Embedding embedding = parse_text_vectors(text, "v.txt");
    ASSERT_EQ(embedding.table.rows(), 40'000) << threads;
    for (int i = 0; i < 40'000; ++i) ASSERT_EQ(embedding.table(i, 0), static_cast<float>(i));
  }
}

TEST(TextVectors, TheWrittenBytesAreTheSameForAnyNumberOfThreads) {
  const Embedding embedding = testing::random_embedding(3000, 40, 5);
  const ThreadCount one(1);
  const std::string expected = written(embedding, {});
  for (const int threads : {2, 3}) {
    const ThreadCount scope(threads);
    EXPECT_TRUE(written(embedding, {}) == expected) << threads;
  }
}

TEST(CountComponents, LeavesAFieldForTheWord) {
  EXPECT_EQ(count_components("the 1 2 3"), 3);
  EXPECT_EQ(count_components("1 2 3 "), 2);
  EXPECT_EQ(count_components(". . 1 2\r"), 2);
  EXPECT_EQ(count_components("the 1 x"), 0);
  EXPECT_EQ(count_components("  0.3 0.4"), 2);
  EXPECT_EQ(count_components("5"), 0);
  EXPECT_EQ(count_components(""), 0);
}

}  // namespace text_vectors_test
}  // namespace eigenlex::internal
