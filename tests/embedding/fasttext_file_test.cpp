#include "embedding/fasttext_file.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/parallel.hpp"
#include "eigenlex/embedding/formats.hpp"

#include "support/fasttext_sample.hpp"
#include "support/temp_dir.hpp"

namespace eigenlex::internal {
namespace fasttext_file_test {

using ::testing::HasSubstr;
using testing::TempDir;
using Words = std::vector<std::string>;

using Sample = testing::FastTextSample;

std::string error_of(const std::string& bytes) {
  try {
    parse_fasttext_file(bytes, "v.bin");
  } catch (const FormatError& error) {
    return error.what();
  }
  return "no FormatError";
}

/// FNV-1a of fastText: bytes are signed.
std::uint32_t bucket_of(std::string_view ngram, std::uint32_t buckets) {
  std::uint32_t hash = 2166136261U;
  for (const char c : ngram) {
    hash = (hash ^ static_cast<std::uint32_t>(static_cast<std::int8_t>(c))) * 16777619U;
  }
  return hash % buckets;
}

/// The mean of a row of the word, unless there is none, and rows of n-grams.
float mean_row(std::int32_t word, const std::vector<std::string>& ngrams) {
  double sum = word < 0 ? 0 : word;
  for (const std::string& ngram : ngrams) sum += 3 + bucket_of(ngram, 7);
  return static_cast<float>(sum / static_cast<double>(ngrams.size() + (word < 0 ? 0 : 1)));
}

TEST(FastTextFile, GivesTheMeanOfTheWordAndItsNgrams) {
  const Embedding read = parse_fasttext_file(Sample().bytes(), "v.bin");
  EXPECT_EQ(read.vocabulary.words(), (Words{"</s>", "ab", "é"}));
  EXPECT_EQ(read.vocabulary.count(1), 49);
  EXPECT_EQ(read.table(0, 0), 0);
  EXPECT_FLOAT_EQ(read.table(1, 0), mean_row(1, {"<a", "<ab", "ab", "ab>", "b>"}));
  EXPECT_FLOAT_EQ(read.table(2, 0), mean_row(2, {"<é", "<é>", "é>"}));
  for (int row = 0; row < 3; ++row) EXPECT_FLOAT_EQ(read.table(row, 1), 1);
}

TEST(FastTextFile, NgramsGiveVectorsToUnknownWords) {
  const TempDir dir;
  const auto ngrams = read_fasttext_file(dir.write("v.bin", Sample().bytes())).ngrams;
  ASSERT_TRUE(ngrams);
  const auto vector = ngrams->vector("bé");
  ASSERT_TRUE(vector);
  EXPECT_FLOAT_EQ((*vector)[0], mean_row(-1, {"<b", "<bé", "bé", "bé>", "é>"}));
  EXPECT_FLOAT_EQ((*vector)[1], 1);
  EXPECT_TRUE(ngrams->vector(""));
  EXPECT_FALSE(ngrams->vector("</s>"));
  EXPECT_FALSE(read_fasttext_file(dir.write("w.bin", Sample{.longest = 0}.bytes())).ngrams);
}

TEST(FastTextFile, LabelsOfSupervisedModelsAreLeftOut) {
  const Sample sample{.kind = 3, .longest = 0, .labels = {"__label__x"}};
  const Embedding read = parse_fasttext_file(sample.bytes(), "v.bin");
  EXPECT_EQ(read.vocabulary.size(), 3);
  EXPECT_EQ(read.table(1, 0), 1);
  const Sample old{.version = 11, .kind = 3};
  EXPECT_EQ(parse_fasttext_file(old.bytes(), "v.bin").table(1, 0), 1);
}

TEST(FastTextFile, IsToldByItsContent) {
  const TempDir dir;
  EXPECT_EQ(read_vectors(dir.write("v.vec", Sample().bytes())).vocabulary.size(), 3);
  EXPECT_FALSE(is_fasttext_file("1 1\na 1\n"));
  EXPECT_FALSE(is_fasttext_file("\xba\x16\x4f"));
}

/// The bytes of a model, with a record of the parts that were read.
struct Watched {
  std::string bytes;
  std::vector<std::pair<std::int64_t, std::int64_t>> parts;  // first byte, bytes

  BytesAt at() {
    return {.name = "v.bin",
            .size = std::ssize(bytes),
            .read = [this](std::int64_t offset, std::span<char> part) {
              parts.emplace_back(offset, std::ssize(part));
              std::ranges::copy(bytes.substr(static_cast<std::size_t>(offset), part.size()),
                                part.begin());
            }};
  }
  std::int64_t bytes_read() const {
    std::int64_t sum = 0;
    for (const auto& part : parts) sum += part.second;
    return sum;
  }
};

TEST(FastTextFile, ReadsByPiecesWhatItNeedsAndThatOnce) {
  const ThreadCount one(1);
  Watched model{.bytes = Sample{.buckets = 1 << 20}.bytes(), .parts = {}};
  const FastTextModel read = read_fasttext(model.at());
  EXPECT_EQ(read.words.table, parse_fasttext_file(model.bytes, "v.bin").table);
  // A megabyte in which the head ends, the rows of 3 words, and 8 n-grams.
  constexpr std::int64_t kRow = 8;
  EXPECT_EQ(model.bytes_read(), (1 << 20) + 3 * kRow + 8 * kRow);
  model.parts.clear();
  ASSERT_TRUE(read.ngrams);
  EXPECT_TRUE(read.ngrams->vector("bé"));
  EXPECT_EQ(model.bytes_read(), 5 * kRow);
}

TEST(FastTextFile, AHeadOfManyPiecesIsReadOnce) {
  Sample sample;
  for (int i = 0; i < 200'000; ++i) sample.words.push_back("word" + std::to_string(i));
  Watched model{.bytes = sample.bytes(), .parts = {}};
  const FastTextHead head = read_fasttext_head(model.at());
  EXPECT_EQ(head.words, sample.words);
  EXPECT_EQ(head.counts.back(), head.counts.front() - std::ssize(sample.words) + 1);
  // What a piece ends in is read with the next one.
  EXPECT_GE(std::ssize(model.parts), head.table / (1 << 20));
  EXPECT_LE(model.bytes_read(), head.table + (1 << 20) + 100 * std::ssize(model.parts));
  for (const auto& part : model.parts) EXPECT_LE(part.second, 1 << 20);
}

TEST(FastTextFile, AWordWithoutEndIsAFormatErrorBeforeItIsInMemory) {
  const Sample sample{.words = {"</s>", std::string(3 << 20, 'x')}};
  EXPECT_THAT(error_of(sample.bytes()), HasSubstr("a word has no end: damaged?"));
}

TEST(FastTextFile, WhatIsNotReadIsNamed) {
  EXPECT_THAT(error_of(Sample{.quantized = 1}.bytes()), HasSubstr("a quantized fastText model"));
  EXPECT_THAT(error_of(Sample{.pruned = 0}.bytes()), HasSubstr("a quantized fastText model"));
  EXPECT_THAT(error_of(Sample{.version = 13}.bytes()), HasSubstr("of version 13"));
  EXPECT_THAT(error_of(Sample{.words = {}}.bytes()), HasSubstr("holds no words"));
  EXPECT_THAT(error_of(Sample{.first = std::numeric_limits<float>::quiet_NaN()}.bytes()),
              HasSubstr("word 1 holds a number that is not finite"));
}

TEST(FastTextFile, EveryTruncationOfItsTableIsAFormatErrorAndNoFlippedByteCrashes) {
  const std::string bytes = Sample().bytes();
  const std::size_t input_end = bytes.size() - 17;
  for (std::size_t size = 4; size < input_end; ++size) {
    EXPECT_THAT(error_of(bytes.substr(0, size)), HasSubstr("v.bin: byte")) << size;
  }
  for (std::size_t i = 4; i < bytes.size(); ++i) {
    for (const char flip : {'\x01', '\x40', '\x80', '\xff'}) {
      std::string damaged = bytes;
      damaged[i] = static_cast<char>(damaged[i] ^ flip);
      error_of(damaged);
    }
  }
}

TEST(FastTextFile, IsTheSameForAnyNumberOfThreads) {
  Sample sample;
  for (int i = 0; i < 3000; ++i) sample.words.push_back("word" + std::to_string(i));
  const std::string bytes = sample.bytes();
  const ThreadCount one(1);
  const Embedding expected = parse_fasttext_file(bytes, "v.bin");
  for (const int threads : {2, 3}) {
    const ThreadCount scope(threads);
    EXPECT_EQ(parse_fasttext_file(bytes, "v.bin").table, expected.table) << threads;
  }
}

}  // namespace fasttext_file_test
}  // namespace eigenlex::internal
