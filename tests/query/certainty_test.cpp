#include "eigenlex/query/certainty.hpp"

#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/embedding/model.hpp"

#include "support/random_embedding.hpp"
#include "support/temp_dir.hpp"

namespace eigenlex {
namespace certainty_test {

const Certainties kCertainties{.words = 2,
                               .neighbours = 3,
                               .resamples = 20,
                               .seed = 7,
                               .ids = {1, 4, 2, 0, 3, -1},
                               .known = {{0.5f, 0.1f, 0.2f},
                                         {1, 0.3f, 0.4f},
                                         {0, -0.5f, 0.6f},
                                         {0.25f, 0.7f, 0.8f},
                                         {0.75f, 0.9f, 1},
                                         {}}};

class CertaintyFile : public ::testing::Test {
 protected:
  CertaintyFile() {
    write_model(
        {.words = testing::random_embedding(6, 3, 1), .contexts = {}, .singular_values = {}},
        folder_ / "model");
  }
  testing::TempDir folder_;
};

TEST_F(CertaintyFile, GivesBackWhatWasWritten) {
  write_certainties(kCertainties, folder_ / "model");
  const Certainties read = read_certainties(folder_ / "model");
  EXPECT_EQ(read.words, 2);
  EXPECT_EQ(read.neighbours, 3);
  EXPECT_EQ(read.resamples, 20);
  EXPECT_EQ(read.seed, 7U);
  EXPECT_EQ(read.ids, kCertainties.ids);
  EXPECT_EQ(read.known, kCertainties.known);
}

TEST_F(CertaintyFile, KnowsTheNeighboursThatWereFollowed) {
  EXPECT_EQ(kCertainties.of(0, 4), kCertainties.known[1]);
  EXPECT_EQ(kCertainties.of(1, 3), kCertainties.known[4]);
  EXPECT_EQ(kCertainties.of(0, 3), std::nullopt);
  EXPECT_EQ(kCertainties.of(2, 1), std::nullopt);
  EXPECT_EQ(kCertainties.of(1, -1), std::nullopt);
}

TEST_F(CertaintyFile, OfOtherVectorsMissingOrDamagedIsRefused) {
  EXPECT_THROW(read_certainties(folder_ / "model"), FormatError);
  write_certainties(kCertainties, folder_ / "model");
  write_model({.words = testing::random_embedding(6, 3, 2), .contexts = {}, .singular_values = {}},
              folder_ / "other");
  std::filesystem::copy(folder_ / "model/certainty", folder_ / "other/certainty");
  EXPECT_THROW(read_certainties(folder_ / "other"), OutdatedError);
  std::ofstream(folder_ / "model/certainty/low.npy", std::ios::app) << "x";
  EXPECT_THROW(read_certainties(folder_ / "model"), FormatError);
}

}  // namespace certainty_test
}  // namespace eigenlex
