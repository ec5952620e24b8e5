#include "eigenlex/text/read_corpus.hpp"

#include <algorithm>
#include <map>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/parallel.hpp"
#include "eigenlex/core/random.hpp"

#include "support/compress.hpp"
#include "support/decoded.hpp"
#include "support/temp_dir.hpp"

namespace eigenlex {
namespace read_corpus_test {

using testing::compress;
using testing::decoded;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::TempDir;

/// Lines of words drawn from a few thousand, frequent ones often.
std::string random_text(std::size_t size, std::uint64_t seed) {
  Random random(seed);
  std::string text;
  while (text.size() < size) {
    const double u = random.uniform();
    const char* const end = random.below(20) == 0 ? "\n" : " ";
    text += fmt::format("w{}{}", static_cast<int>(5000 * u * u * u), end);
  }
  return text;
}

TEST(ReadCorpus, ALineIsADocumentAndIdsFollowCountThenBytes) {
  const TempDir dir;
  const Corpus corpus = read_corpus({dir.write("text", "b a b\n\nc b a\n")}, {});
  EXPECT_THAT(corpus.vocabulary.words(), ElementsAre("b", "a", "c"));
  EXPECT_THAT(corpus.vocabulary.counts(), ElementsAre(3, 2, 1));
  EXPECT_THAT(corpus.tokens, ElementsAre(0, 1, 0, -1, -1, 2, 0, 1, -1));
  EXPECT_EQ(corpus.documents, 3);
  EXPECT_EQ(corpus.token_count(), 6);
  EXPECT_EQ(corpus.tokens_read, 6);
  EXPECT_EQ(corpus.distinct_words_read, 3);
}

TEST(ReadCorpus, TheEndOfAFileEndsItsLastLine) {
  const TempDir dir;
  const std::string a = dir.write("a", "one\ntwo");
  const std::string b = dir.write("b", "three");
  EXPECT_EQ(decoded(read_corpus({a, b}, {})), "one \ntwo \nthree \n");
}

TEST(ReadCorpus, TokenizesAsTheOptionsSay) {
  const TempDir dir;
  const std::string path = dir.write("text", "The cat, the CAT\r\n");
  EXPECT_EQ(decoded(read_corpus({path}, {})), "The cat, the CAT \n");
  EXPECT_EQ(decoded(read_corpus({path}, {TokenizerKind::kUnicode, true})), "the cat the cat \n");
}

TEST(ReadCorpus, AgreesWithCountingWordByWord) {
  const TempDir dir;
  const std::string text = random_text(3000000, 1);
  const Corpus corpus = read_corpus({dir.write("text", text)}, {});
  std::map<std::string, std::int64_t> counts;
  std::istringstream words(text);
  for (std::string word; words >> word;) ++counts[word];
  std::vector<std::pair<std::string, std::int64_t>> expected(counts.begin(), counts.end());
  std::stable_sort(expected.begin(), expected.end(),
                   [](const auto& a, const auto& b) { return a.second > b.second; });
  ASSERT_EQ(static_cast<std::size_t>(corpus.vocabulary.size()), expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i) {
    const std::int32_t id = static_cast<std::int32_t>(i);
    ASSERT_EQ(corpus.vocabulary.word(id), expected[i].first);
    ASSERT_EQ(corpus.vocabulary.count(id), expected[i].second);
  }
  std::string read = decoded(corpus);
  std::erase(read, ' ');
  std::string original = text + (text.back() == '\n' ? "" : "\n");
  std::erase(original, ' ');
  EXPECT_TRUE(read == original);
}

TEST(ReadCorpus, GivesTheSameForAnyNumberOfThreadsAndAnyCompression) {
  const TempDir dir;
  const std::string text = random_text(8000000, 2);
  const std::string plain = dir.write("text", text);
  const std::string packed = dir.write("text.zst", compress(text, "zstd"));
  const ThreadCount one(1);
  const Corpus expected = read_corpus({plain, plain}, {});
  for (const int threads : {2, 3}) {
    const ThreadCount scope(threads);
    const Corpus corpus = read_corpus({plain, packed}, {});
    EXPECT_TRUE(corpus.tokens == expected.tokens);
    EXPECT_EQ(corpus.vocabulary.words(), expected.vocabulary.words());
    EXPECT_EQ(corpus.vocabulary.counts(), expected.vocabulary.counts());
    EXPECT_EQ(corpus.documents, expected.documents);
  }
}

TEST(ReadCorpus, AFeedGivesTheCorpusOfTheSameTextInAFileForAnyNumberOfThreads) {
  const TempDir dir;
  const std::string text = random_text(3000000, 3);
  const Corpus expected = read_corpus({dir.write("text", text)}, {});
  for (int threads = 1; threads <= 3; ++threads) {
    const ThreadCount setting(threads);
    std::string_view rest = text;
    const SourceOptions source{.feed = [&] {
      const std::string_view piece = rest.substr(0, 70001);
      rest.remove_prefix(piece.size());
      return piece;
    }};
    const Corpus corpus = read_corpus({"-"}, {}, {}, source);
    EXPECT_EQ(corpus.tokens, expected.tokens);
    EXPECT_EQ(corpus.vocabulary.counts(), expected.vocabulary.counts());
  }
}

TEST(ReadCorpus, AFolderOfManySmallFilesIsOneCorpus) {
  const TempDir dir;
  std::string expected;
  for (int i = 100; i < 400; ++i) {
    dir.write(fmt::to_string(i), fmt::format("file {}", i));
    expected += fmt::format("file {} \n", i);
  }
  EXPECT_EQ(decoded(read_corpus({dir.path()}, {})), expected);
}

TEST(ReadCorpus, AnyBytesAreACorpusWhereTheyAreReplaced) {
  const TempDir dir;
  Random random(3);
  std::string bytes(100000, '\0');
  for (char& c : bytes) c = static_cast<char>(random.below(256));
  const std::string path = dir.write("bytes", bytes);
  const SourceOptions source{.encoding = "utf-8", .bad_bytes = BadBytes::kReplace};
  for (const TokenizerOptions& options :
       {TokenizerOptions{}, TokenizerOptions{TokenizerKind::kUnicode, true}}) {
    EXPECT_THROW(read_corpus({path}, options), FormatError);
    const Corpus corpus = read_corpus({path}, options, {}, source);
    EXPECT_GT(corpus.token_count(), 0);
    EXPECT_GT(corpus.reading.bytes_replaced, 30000);
  }
}

TEST(ReadCorpus, ACorpusWithoutWordsIsAFormatErrorNamingThePaths) {
  const TempDir dir;
  const std::string blank = dir.write("blank", " \n\t\n");
  const std::string empty = dir.write("empty", "");
  try {
    read_corpus({blank, empty}, {});
    FAIL();
  } catch (const FormatError& error) {
    EXPECT_THAT(error.what(), HasSubstr(blank + ", " + empty + ": no words found"));
  }
  EXPECT_THROW(read_corpus({dir.write("text", "...")}, {TokenizerKind::kUnicode}), FormatError);
}

TEST(EncodedCorpus, IsTheSameInMemoryAndInAFile) {
  const TempDir dir;
  const std::string path = dir.write("text", random_text(5000000, 6));
  const Corpus corpus = read_corpus({path}, {});
  for (const std::int64_t memory : {2'000'000, 1'000'000'000}) {
    for (const int threads : {1, 3}) {
      const ThreadCount scope(threads);
      EncodedCorpus encoded = encode_corpus({path}, {}, {.memory = memory, .folder = dir.path()});
      EXPECT_EQ(encoded.memory() == 0, memory == 2'000'000);
      EXPECT_EQ(encoded.vocabulary.words(), corpus.vocabulary.words());
      EXPECT_EQ(encoded.documents, corpus.documents);
      EXPECT_EQ(encoded.tokens, corpus.tokens_read);
      EXPECT_EQ(encoded.read(0, encoded.blocks(), encoded.vocabulary.size()), corpus.tokens);
    }
  }
}

TEST(EncodedCorpus, PiecesAreWholeDocumentsWithoutTheWordsBelowTheCut) {
  const TempDir dir;
  const std::string path = dir.write("text", random_text(5000000, 7));
  const EncodedCorpus encoded = encode_corpus({path}, {}, {});
  ASSERT_GT(encoded.blocks(), 2);
  constexpr std::int32_t kKept = 100;
  std::vector<std::int32_t> joined;
  for (std::int64_t block = 0; block < encoded.blocks(); ++block) {
    const std::vector<std::int32_t> piece = encoded.read(block, block + 1, kKept);
    EXPECT_EQ(piece.back(), Corpus::kDocumentEnd);
    joined.insert(joined.end(), piece.begin(), piece.end());
  }
  std::vector<std::int32_t> expected = read_corpus({path}, {}).tokens;
  std::erase_if(expected, [](std::int32_t token) { return token >= kKept; });
  EXPECT_EQ(joined, expected);
}

TEST(EncodedCorpus, OneOfNothingTakesNoMemory) {
  EncodedCorpus corpus;
  EXPECT_EQ(corpus.memory(), 0);
  const EncodedCorpus other = std::move(corpus);
  EXPECT_EQ(other.blocks(), 0);
}

TEST(EncodedCorpus, WordsThatDoNotFitInMemoryAreAnError) {
  const TempDir dir;
  const std::string path = dir.write("text", random_text(100000, 8));
  EXPECT_THROW(encode_corpus({path}, {}, {.memory = 1000, .folder = dir.path()}), OptionError);
}

TEST(ReadCorpus, ProgressRisesToTheTotal) {
  const TempDir dir;
  const std::string path = dir.write("text", random_text(6000000, 4));
  std::vector<std::int64_t> calls;
  std::int64_t total = -1;
  read_corpus({path}, {}, [&](std::int64_t done, std::int64_t all) {
    calls.push_back(done);
    total = all;
  });
  EXPECT_TRUE(std::is_sorted(calls.begin(), calls.end()));
  EXPECT_EQ(total, static_cast<std::int64_t>(std::filesystem::file_size(path)));
  EXPECT_EQ(calls.back(), total);
}

TEST(ReadCorpus, TheProgressCallbackCanStopIt) {
  const TempDir dir;
  const std::string path = dir.write("text", random_text(12000000, 5));
  const ThreadCount scope(2);
  int calls = 0;
  EXPECT_THROW(read_corpus({path}, {},
                           [&](std::int64_t, std::int64_t) {
                             if (++calls == 10) throw Interrupted();
                           }),
               Interrupted);
  EXPECT_EQ(calls, 10);
}

}  // namespace read_corpus_test
}  // namespace eigenlex
