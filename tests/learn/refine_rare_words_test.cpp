#include "eigenlex/learn/refine_rare_words.hpp"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/parallel.hpp"
#include "eigenlex/learn/train.hpp"
#include "eigenlex/refine/shrink.hpp"

#include "support/trained.hpp"

namespace eigenlex {
namespace refine_rare_words_test {

using ::testing::HasSubstr;

const KMeansOptions kFewClasses{.clusters = 6, .max_iterations = 20};

struct Trained : testing::Trained {
  Trained()
      : testing::Trained(
            {}, {.method = Method::kSvd, .ppmi = {.subsample = 1e-2}, .svd = {.rank = 10}}) {}
};

TEST(RefineRareWords, PullsByTheStrengthThatIsGiven) {
  const Trained trained;
  const Model refined = refine_rare_words(trained.model, 5, kFewClasses);
  const KMeansResult found = kmeans(trained.model.words.table, kFewClasses);
  EXPECT_EQ(refined.words.table,
            shrink_to_classes(trained.model.words.table, trained.model.words.vocabulary.counts(),
                              found.centroids, found.assignment.labels, 5));
  EXPECT_FALSE(refined.exponent);
  EXPECT_EQ(refined.contexts, trained.model.contexts);
  EXPECT_EQ(refined.description.at("refine"),
            (nlohmann::json{{"classes", 6}, {"seed", 1}, {"strength", 5.0}}));
  EXPECT_EQ(refine_rare_words(trained.model, 0, kFewClasses).words.table,
            trained.model.words.table);
}

TEST(RefineRareWords, ChoosesTheStrengthByCountsWeighedAsTheModelWas) {
  const Trained trained;
  const Model refined = refine_rare_words(trained.model, trained.counts, kFewClasses);
  const nlohmann::json& made = refined.description.at("refine");
  EXPECT_EQ(made.at("held_out").size(), StrengthOptions{}.candidates.size());
  const PpmiOptions weighting{.subsample = 1e-2};
  const Margins expected = expected_margins(
      trained.counts.matrix, trained.counts.vocabulary.counts(), weighting.subsample);
  const auto trials =
      try_strengths(ppmi(trained.counts.matrix, expected, weighting), trained.model,
                    kmeans(trained.model.words.table, kFewClasses).centroids, {.seed = 1});
  EXPECT_EQ(made.at("strength"), best_strength(trials));
  EXPECT_EQ(made.at("held_out")[1].at("loss"), trials[1].loss);
  const ThreadCount threads(3);
  EXPECT_EQ(refine_rare_words(trained.model, trained.counts, kFewClasses).words.table,
            refined.words.table);
}

TEST(RefineRareWords, NeedsTheModelsOwnCountsAndHowTheyWereWeighted) {
  Trained trained;
  Counts others{.vocabulary = Vocabulary({"a"}, {1}), .matrix = {}};
  EXPECT_THROW(refine_rare_words(trained.model, others, kFewClasses), OptionError);
  trained.model.description.erase("factor_options");
  try {
    refine_rare_words(trained.model, trained.counts, kFewClasses);
    ADD_FAILURE() << "guessed how counts were weighted";
  } catch (const FormatError& error) {
    EXPECT_THAT(error.what(), HasSubstr("does not say how its counts were weighted"));
  }
}

}  // namespace refine_rare_words_test
}  // namespace eigenlex
