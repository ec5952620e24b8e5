#include "eigenlex/learn/evidence.hpp"

#include <filesystem>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/learn/train.hpp"
#include "eigenlex/learn/update.hpp"
#include "eigenlex/query/contexts.hpp"
#include "eigenlex/query/why.hpp"

#include "support/corpora.hpp"
#include "support/temp_dir.hpp"

namespace eigenlex {
namespace evidence_test {

namespace fs = std::filesystem;

class EvidenceOfModel : public ::testing::Test {
 protected:
  EvidenceOfModel() {
    std::string text;
    for (const std::string& document : testing::zipf_documents(300, 40, 80, 3)) {
      text += document + "\n";
    }
    corpus_ = {folder_.write("corpus.txt", text).string()};
    recipe_.factor.method = Method::kSvd;
    recipe_.factor.ppmi = {.context_smoothing = 0.75, .subsample = 1e-2, .damping = 0};
    train_with_counts_into(folder_ / "model", corpus_, recipe_, {.work = folder_ / "work"},
                           unobserved());
  }

  testing::TempDir folder_;
  std::vector<std::string> corpus_;
  Recipe recipe_;
};

TEST_F(EvidenceOfModel, IsThatOfItsCountsWhereverTheyAre) {
  const ContextTable kept = open_contexts(folder_ / "model");
  EXPECT_EQ(kept.options().context_smoothing, 0.75);
  count_into(folder_ / "counts", corpus_, recipe_.count);
  const ContextTable beside = open_contexts(folder_ / "model", folder_ / "counts");
  fs::remove_all(folder_ / "model/margins");
  const ContextTable found = open_contexts(folder_ / "model");
  const auto answer_of = [](const ContextTable& table) {
    const Why answer = why(table, 3, 4);
    return to_json(answer, table.vocabulary(), answer.shared);
  };
  EXPECT_EQ(answer_of(kept), answer_of(beside));
  EXPECT_EQ(answer_of(kept), answer_of(found));
}

TEST_F(EvidenceOfModel, OfCountsAloneIsWeighedByTheDefaults) {
  const ContextTable table = open_contexts(folder_ / "model/counts");
  EXPECT_EQ(table.options().context_smoothing, PpmiOptions{}.context_smoothing);
  EXPECT_FALSE(ranked_contexts(table, 0).empty());
}

TEST_F(EvidenceOfModel, IsRefusedWhereThereIsNoneOrItIsOfAnother) {
  CountRecipe other = recipe_.count;
  other.window = 3;
  count_into(folder_ / "others", corpus_, other);
  EXPECT_THROW(open_contexts(folder_ / "model", folder_ / "others"), FormatError);
  fs::remove_all(folder_ / "model/counts");
  EXPECT_THROW(open_contexts(folder_ / "model"), FormatError);
  EXPECT_THROW(open_contexts(folder_.path()), FormatError);
}

}  // namespace evidence_test
}  // namespace eigenlex
