#include "eigenlex/learn/shards.hpp"

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/learn/train.hpp"

#include "learn/part_counts.hpp"
#include "support/corpora.hpp"
#include "support/counts.hpp"
#include "support/temp_dir.hpp"

namespace eigenlex {
namespace shards_test {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using testing::read_bytes;
using testing::same_cells;
using testing::TempDir;

class Shards : public ::testing::Test {
 protected:
  Shards() {
    const std::vector<std::string> documents = testing::zipf_documents(300, 40, 200, 3);
    for (int part = 0; part < 3; ++part) {
      std::string text;
      for (int i = part * 100; i < (part + 1) * 100; ++i) {
        text += documents[static_cast<std::size_t>(i)] + "\n";
      }
      parts_.push_back(folder_.write("part" + std::to_string(part), text).string());
    }
  }

  Resources resources(int threads) const { return {.threads = threads, .work = folder_ / "work"}; }
  std::vector<fs::path> count_parts(int threads) {
    const CorpusVocabulary vocabulary = gather_vocabulary_of(parts_, {}, {.min_count = 1});
    std::vector<fs::path> counts;
    for (const std::string& part : parts_) {
      counts.emplace_back(part + ".counts");
      count_into(counts.back(), {part}, {}, resources(threads), unobserved(), &vocabulary);
    }
    return counts;
  }

  TempDir folder_;
  std::vector<std::string> parts_;
};

TEST_F(Shards, MergedAreTheCountsOfAllForAnyNumberOfThreads) {
  count_into(folder_ / "whole", parts_);
  const Counts whole = count(parts_);
  for (const int threads : {1, 2, 3}) {
    const Counts merged =
        merge_counts_into(folder_ / "merged", count_parts(threads), resources(threads));
    EXPECT_TRUE(same_cells(merged.matrix, whole.matrix));
    EXPECT_EQ(merged.description, whole.description);
    for (const char* name : {"counts.json", "vocab.tsv", "values.npy", "checksums.xxh128"}) {
      EXPECT_EQ(read_bytes(folder_ / "merged" / name), read_bytes(folder_ / "whole" / name));
    }
    EXPECT_FALSE(fs::exists(folder_ / "work"));
  }
}

TEST_F(Shards, NeedAFolderForWork) {
  EXPECT_THROW(merge_counts_into(folder_ / "out", count_parts(1), {}), OptionError);
  EXPECT_THROW(merge_counts_into(folder_ / "out", {}, resources(1)), OptionError);
  EXPECT_THROW(gather_vocabulary_of({}, {}), OptionError);
}

TEST_F(Shards, DescriptionsThatMakeNoSenseAreRefused) {
  const Vocabulary words({"a", "b"}, {5, 3});
  const nlohmann::json good = {{"corpus", {{"documents", 1}, {"tokens_read", 8}, {"tokens", 8}}},
                               {"count_options", {{"corpus", {"x"}}, {"window", 2}}},
                               {"shared_vocabulary", {{"words", "00"}, {"tokens_read", 20}}}};
  const auto refuse = [&](const std::function<void(nlohmann::json&)>& spoil) {
    nlohmann::json bad = good;
    spoil(bad);
    internal::PartsSum sum;
    sum.add(words, good, "good");
    EXPECT_THROW(sum.add(words, bad, "bad"), FormatError) << bad;
  };
  refuse([](nlohmann::json& bad) { bad.erase("corpus"); });
  refuse([](nlohmann::json& bad) { bad["corpus"] = 3; });
  refuse([](nlohmann::json& bad) { bad["corpus"]["tokens"] = -1; });
  refuse([](nlohmann::json& bad) { bad["corpus"]["tokens"] = "x"; });
  refuse([](nlohmann::json& bad) { bad["corpus"]["tokens"] = 1e300; });
  refuse([](nlohmann::json& bad) { bad["count_options"]["window"] = 3; });
  refuse([](nlohmann::json& bad) { bad["count_options"]["more"] = 3; });
  refuse([](nlohmann::json& bad) { bad["count_options"].erase("window"); });
  refuse([](nlohmann::json& bad) { bad["shared_vocabulary"] = 7; });
  refuse([](nlohmann::json& bad) { bad["shared_vocabulary"]["words"] = "01"; });
  refuse([](nlohmann::json& bad) { bad.erase("shared_vocabulary"); });
  internal::PartsSum sum;
  sum.add(words, good, "good");
  EXPECT_THROW(sum.add(Vocabulary({"a", "c"}, {5, 3}), good, "other words"), FormatError);
  EXPECT_THROW(sum.add(Vocabulary({"a", "b"}, {INT64_MAX, 3}), good, "huge"), FormatError);
  EXPECT_THAT(sum.note(), HasSubstr("missing"));
}

}  // namespace shards_test
}  // namespace eigenlex
