#include "eigenlex/query/word_vectors.hpp"

#include <gtest/gtest.h>

#include "eigenlex/query/searcher.hpp"

#include "support/fasttext_sample.hpp"
#include "support/random_embedding.hpp"
#include "support/temp_dir.hpp"

namespace eigenlex {
namespace word_vectors_test {

TEST(WordVectors, AreThoseOfTheTableAsTheyAre) {
  const Embedding words = testing::random_embedding(20, 4, 1);
  const WordVectors vectors(StoredEmbedding{words.vocabulary, words.table});
  EXPECT_EQ(vectors.of_word("w7").value(), words.table.row(7));
  EXPECT_EQ(vectors.of_word("W7").value(), words.table.row(7));
  EXPECT_FALSE(vectors.of_word("queen"));
  const Eigen::RowVectorXf mean =
      (2 * words.table.row(7).cast<double>() + words.table.row(9).cast<double>()).cast<float>() / 3;
  EXPECT_TRUE(vectors.of_text("w7 queen w9 w7").value().isApprox(mean, 1e-6F));
  EXPECT_FALSE(vectors.of_text("queen"));
}

TEST(WordVectors, OfAModelOfFastTextAreComposedForUnknownWords) {
  const testing::TempDir folder;
  const auto path = folder.write("v.bin", testing::FastTextSample().bytes());
  Notes notes;
  const ReadOptions read{.note = [&](const std::string& note) { notes.push_back(note); }};
  const WordVectors vectors(path, read);
  ASSERT_EQ(notes.size(), 1U);
  const auto composed = vectors.of_word("bé");
  ASSERT_TRUE(composed);
  EXPECT_TRUE(Searcher(path).vector("bé").value().isApprox(composed->normalized(), 1e-6F));
  EXPECT_TRUE(vectors.of_text("bé").value().isApprox(*composed, 1e-6F));
  EXPECT_FALSE(WordVectors(folder.write("w.bin", testing::FastTextSample{.longest = 0}.bytes()))
                   .of_word("bé"));
}

}  // namespace word_vectors_test
}  // namespace eigenlex
