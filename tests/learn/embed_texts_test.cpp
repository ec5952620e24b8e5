#include "eigenlex/learn/embed_texts.hpp"

#include <gtest/gtest.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/parallel.hpp"
#include "eigenlex/embedding/table_file.hpp"
#include "eigenlex/query/text_search.hpp"

#include "support/dense_algebra.hpp"
#include "support/random_words.hpp"
#include "support/temp_dir.hpp"

namespace eigenlex {
namespace embed_texts_test {

using testing::numbered_vocabulary;
using testing::random_table;
using testing::read_bytes;
using testing::TempDir;

constexpr std::int32_t kWords = 500;

StoredEmbedding words() { return {numbered_vocabulary(kWords), random_table(kWords, 8, 1)}; }

/// More lines than a piece has, in more than one block.
std::string many_lines() {
  std::string text;
  Random random(5);
  for (int line = 0; line < 60'000; ++line) {
    const std::size_t length = random.below(12);
    for (std::size_t i = 0; i < length; ++i) {
      text += fmt::format("w{} ", random.below(kWords + 20));
    }
    text += '\n';
  }
  return text;
}

TextVectors embed(const std::filesystem::path& texts, TextVectorFormat format,
                  const std::filesystem::path& output, const TextVectorOptions& options = {},
                  const Resources& resources = {}) {
  return write_text_vectors(TextEncoder(words()), {texts.string()}, options, format, output,
                            resources);
}

TEST(EmbedTexts, VectorsAreMeansWithoutWhatTheyHaveInCommon) {
  const TempDir folder;
  const auto texts = folder.write("t", "w1 w2\r\n\nw3 nothing\nw4 w5 w5");
  const TextVectors vectors = embed(texts, TextVectorFormat::kNpy, folder / "v.npy");
  EXPECT_EQ(vectors.texts(), 4);
  EXPECT_EQ(vectors.unknown_texts(), 1);
  const TextEncoder encoder(words());
  const std::vector<std::string_view> lines = {"w1 w2", "", "w3", "w4 w5 w5"};
  Table expected(4, 8);
  encoder.encode(lines, expected);
  const Eigen::RowVectorXd common =
      testing::dense_svd(expected.cast<double>()).v.col(0).transpose();
  EXPECT_NEAR(std::abs(common.dot(vectors.direction())), 1, 1e-6);
  remove_direction(vectors.direction(), expected);
  EXPECT_EQ(read_table(folder / "v.npy"), expected);
}

TEST(EmbedTexts, BytesDependNeitherOnThreadsNorOnMemory) {
  const TempDir folder;
  const auto texts = folder.write("t", many_lines());
  std::string first;
  for (const int threads : {1, 2, 3}) {
    const ThreadCount count(threads);
    embed(texts, TextVectorFormat::kNpy, folder / "v.npy");
    const std::string bytes = read_bytes(folder / "v.npy");
    if (first.empty()) first = bytes;
    EXPECT_TRUE(bytes == first) << threads;
  }
  embed(texts, TextVectorFormat::kNpy, folder / "v.npy", {},
        {.threads = 1, .memory = 129'100'000, .work = folder / "work"});
  EXPECT_TRUE(read_bytes(folder / "v.npy") == first);
  EXPECT_FALSE(std::filesystem::exists(folder / "work"));
  EXPECT_THROW(embed(texts, TextVectorFormat::kNpy, folder / "v.npy", {},
                     {.threads = 1, .memory = 1'000'000, .work = folder / "work"}),
               OptionError);
}

TEST(EmbedTexts, AQuestionThatIsATextIsNearestToIt) {
  const TempDir folder;
  const auto texts = folder.write("t", many_lines() + "w7 w8 w9 w10\nw11 w12\n");
  embed(texts, TextVectorFormat::kIndex, folder / "i");
  const TextSearch search(folder / "i");
  ASSERT_EQ(search.size(), 60'002);
  const std::vector<std::string> questions = {"w11 w12", "nothing", "w7 w8 w9 w10"};
  const std::vector<TextAnswer> answers = search.nearest(questions, {.count = 3});
  ASSERT_EQ(answers[0].texts.size(), 3);
  EXPECT_EQ(answers[0].texts[0].number, 60'002);
  EXPECT_EQ(answers[0].texts[0].text, "w11 w12");
  EXPECT_NEAR(answers[0].texts[0].similarity, 1, 1e-6);
  EXPECT_FALSE(answers[1].known);
  EXPECT_TRUE(answers[1].texts.empty());
  EXPECT_EQ(answers[2].texts[0].number, 60'001);
}

TEST(EmbedTexts, NumbersInTextAreReadBackAsTheSameFloats) {
  const TempDir folder;
  const auto texts = folder.write("t", "w1 w2\nw3\n");
  const TextVectorOptions options{.remove_direction = false};
  embed(texts, TextVectorFormat::kText, folder / "v.txt", options);
  embed(texts, TextVectorFormat::kNpy, folder / "v.npy", options);
  std::istringstream lines(read_bytes(folder / "v.txt"));
  const Table expected = read_table(folder / "v.npy");
  for (const float value : expected.reshaped<Eigen::RowMajor>()) {
    std::string number;
    lines >> number;
    EXPECT_EQ(std::stof(number), value);
  }
}

TEST(EmbedTexts, BadBytesAreRefusedByPlaceOrReplaced) {
  const TempDir folder;
  const auto texts = folder.write("t", "w1\nw2 \xff w3\n");
  try {
    embed(texts, TextVectorFormat::kIndex, folder / "i");
    FAIL();
  } catch (const FormatError& error) {
    EXPECT_NE(std::string_view(error.what()).find("byte 6"), std::string_view::npos)
        << error.what();
  }
  EXPECT_FALSE(std::filesystem::exists(folder / "i"));
  const TextVectors vectors = embed(texts, TextVectorFormat::kIndex, folder / "i",
                                    {.source = {.bad_bytes = BadBytes::kReplace}});
  EXPECT_EQ(vectors.notes().size(), 1);
  EXPECT_EQ(TextsFile(folder / "i").text(1), "w2 \xef\xbf\xbd w3");
  EXPECT_THROW(embed(texts, TextVectorFormat::kNpy, folder / "x", {.smoothing = 0}), OptionError);
}

}  // namespace embed_texts_test
}  // namespace eigenlex
