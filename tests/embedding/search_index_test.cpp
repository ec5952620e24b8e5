#include "eigenlex/embedding/search_index.hpp"

#include <gtest/gtest.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/npy.hpp"
#include "eigenlex/embedding/companion.hpp"

#include "support/random_words.hpp"
#include "support/temp_dir.hpp"

namespace eigenlex {
namespace search_index_test {

using testing::numbered_vocabulary;
using testing::random_table;
using testing::TempDir;

const std::vector<std::string> kLines = {"first", "", "third of three"};

StoredEmbedding words() {
  return {numbered_vocabulary(4), random_table(4, 2, 1), {{"made", "by hand"}}};
}

void write(const std::filesystem::path& path, std::int64_t rows = 3) {
  SearchIndexWriter writer(path, words(), 0.25);
  for (const std::string& line : kLines) writer.add_text(line);
  std::vector<Table> pieces = {Table(0, 2), random_table(rows - 2, 2, 3), random_table(2, 2, 2)};
  writer.commit(Eigen::RowVector2d(0, 1), [&] {
    Table piece = std::move(pieces.back());
    pieces.pop_back();
    return piece;
  });
}

TEST(SearchIndex, IsReadAsItWasWritten) {
  const TempDir folder;
  write(folder / "i");
  EXPECT_TRUE(is_search_index(folder / "i"));
  const TextEncoding encoding = read_text_encoding(folder / "i");
  EXPECT_EQ(encoding.words.vocabulary.words(), words().vocabulary.words());
  EXPECT_EQ(std::get<Table>(encoding.words.vectors), std::get<Table>(words().vectors));
  EXPECT_EQ(encoding.words.description, words().description);
  EXPECT_EQ(encoding.smoothing, 0.25);
  EXPECT_EQ(encoding.direction, Eigen::RowVector2d(0, 1));
  const TextsFile texts(folder / "i");
  ASSERT_EQ(texts.size(), 3);
  for (std::size_t i = 0; i < 3; ++i) EXPECT_EQ(texts.text(static_cast<int>(i)), kLines[i]);
}

TEST(SearchIndex, OpensAsVectorsNamedByTheNumbersOfTexts) {
  const TempDir folder;
  write(folder / "i");
  const StoredEmbedding texts = open_embedding(folder / "i");
  EXPECT_EQ(texts.vocabulary.word(2), "3");
  EXPECT_EQ(std::get<Table>(texts.vectors).topRows(2), random_table(2, 2, 2));
  EXPECT_EQ(text_name(7, 1000), "0008");
  EXPECT_EQ(companion_path(folder / "i", "index"), folder / "i/index");
}

TEST(SearchIndex, NothingIsLeftOfOneThatIsNotCompleted) {
  const TempDir folder;
  EXPECT_THROW(write(folder / "i", 4), OptionError);
  EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
}

TEST(SearchIndex, DamageIsRefusedWithAndWithoutChecksums) {
  const TempDir folder;
  write(folder / "i");
  const auto rewritten = [&](const char* name, const std::vector<std::int64_t>& begin) {
    write(folder / "i");
    write_npy_list<std::int64_t>(folder / "i" / std::filesystem::path(name), begin);
  };
  for (const std::vector<std::int64_t>& begin : std::vector<std::vector<std::int64_t>>{
           {0, 6, 5, 22}, {0, 6, 7, 23}, {-1, 6, 7, 22}, {0, 6, 22}, {0, 6, 6, 22}}) {
    rewritten("text_begin.npy", begin);
    EXPECT_THROW(TextsFile(folder / "i"), FormatError);
    EXPECT_THROW(TextsFile(folder / "i", {.verify_checksums = false}), FormatError);
  }
  write(folder / "i");
  write_npy<float>(folder / "i/vectors.npy", std::vector<std::int64_t>{2, 2},
                   std::vector<float>(4));
  EXPECT_THROW(open_embedding(folder / "i", {.verify_checksums = false}), FormatError);
}

}  // namespace search_index_test
}  // namespace eigenlex
