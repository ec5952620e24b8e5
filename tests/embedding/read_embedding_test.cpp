#include "embedding/read_embedding.hpp"

#include <string>

#include <gtest/gtest.h>

#include "eigenlex/core/cancellation.hpp"
#include "eigenlex/core/error.hpp"
#include "eigenlex/core/parallel.hpp"

#include "support/temp_dir.hpp"

namespace eigenlex {
namespace read_embedding_test {

using internal::read_embedding;
using testing::TempDir;

/// Files of few words and of so many that a thread reads them.
std::string file_of(const TempDir& dir, bool many) {
  return dir.write(many ? "many" : "few", std::string(many ? 1 << 20 : 10, 'x'));
}

Vocabulary some_words() { return Vocabulary({"a", "b"}, {2, 1}); }

Table some_table() { return Table::Constant(2, 3, 4); }

[[noreturn]] Vocabulary no_words() { throw FormatError("words"); }

[[noreturn]] Table no_table() { throw FormatError("table"); }

std::string error_of(const auto& read) {
  try {
    read();
  } catch (const FormatError& error) {
    return error.what();
  }
  return "";
}

TEST(ReadEmbedding, GivesWhatBothRead) {
  const TempDir dir;
  for (const int threads : {1, 2}) {
    const ThreadCount count(threads);
    for (const bool many : {false, true}) {
      const Embedding embedding = read_embedding(file_of(dir, many), some_words, some_table);
      EXPECT_EQ(embedding.vocabulary.word(1), "b");
      EXPECT_EQ(embedding.table, some_table());
    }
  }
}

TEST(ReadEmbedding, OfTwoErrorsThrowsThatOfTheWords) {
  const TempDir dir;
  for (const int threads : {1, 2}) {
    const ThreadCount count(threads);
    for (const bool many : {false, true}) {
      const std::string file = file_of(dir, many);
      EXPECT_EQ(error_of([&] { read_embedding(file, no_words, some_table); }), "words");
      EXPECT_EQ(error_of([&] { read_embedding(file, some_words, no_table); }), "table");
      EXPECT_EQ(error_of([&] { read_embedding(file, no_words, no_table); }), "words");
      EXPECT_EQ(error_of([&] { read_embedding(dir / "none", no_words, no_table); }), "words");
    }
  }
}

TEST(ReadEmbedding, ObeysACancellationInBothParts) {
  const TempDir dir;
  const ThreadCount count(2);
  Cancellation cancellation;
  const CancellationScope scope(cancellation);
  cancellation.request();
  const auto read = [&] {
    read_embedding(
        file_of(dir, true),
        [] {
          check_cancelled();
          return some_words();
        },
        some_table);
  };
  EXPECT_THROW(read(), Interrupted);
}

}  // namespace read_embedding_test
}  // namespace eigenlex
