#include "eigenlex/embedding/sum_contexts.hpp"

#include <gtest/gtest.h>

#include "eigenlex/core/error.hpp"

namespace eigenlex {
namespace sum_contexts_test {

Model model_with_contexts(Eigen::Index contexts) {
  Model model;
  model.words = embedding_of_words({"a", "b", "c"}, Table::Random(3, 4));
  model.contexts = Table::Random(contexts, 4);
  model.singular_values = Eigen::VectorXf::LinSpaced(4, 4, 1);
  model.exponent = 0.5;
  model.description["method"] = "svd";
  return model;
}

TEST(SumContexts, AddsTheContextOfEachWord) {
  const Model model = model_with_contexts(3);
  const Model sum = sum_contexts(model);
  EXPECT_EQ(sum.words.table, model.words.table + model.contexts);
  EXPECT_EQ(sum.words.vocabulary.words(), model.words.vocabulary.words());
  EXPECT_EQ(sum.description, model.description);
}

TEST(SumContexts, AddsTheMeanOfTheContextsOnEitherSide) {
  const Model model = model_with_contexts(6);
  const Model sum = sum_contexts(model);
  for (Eigen::Index word = 0; word < 3; ++word) {
    const Eigen::RowVectorXf expected =
        model.words.table.row(word) + (model.contexts.row(word) + model.contexts.row(word + 3)) / 2;
    EXPECT_TRUE(sum.words.table.row(word).isApprox(expected, 1e-6f));
  }
}

TEST(SumContexts, AddsTheMeanOfNearContexts) {
  const Model model = model_with_contexts(9);
  const Model sum = sum_contexts(model);
  for (Eigen::Index word = 0; word < 3; ++word) {
    const Eigen::RowVectorXf expected =
        model.words.table.row(word) +
        (model.contexts.row(word) + model.contexts.row(word + 3) + model.contexts.row(word + 6)) /
            3;
    EXPECT_TRUE(sum.words.table.row(word).isApprox(expected, 1e-6f));
  }
}

// The same contexts on both sides are the contexts without sides.
TEST(SumContexts, SidesThatAreAlikeAreOneContext) {
  const Model symmetric = model_with_contexts(3);
  Model directional = symmetric;
  directional.contexts = symmetric.contexts.replicate(2, 1);
  EXPECT_EQ(sum_contexts(directional).words.table, sum_contexts(symmetric).words.table);
}

TEST(SumContexts, LeavesNoSingularVectorsBehind) {
  const Model sum = sum_contexts(model_with_contexts(3));
  EXPECT_EQ(sum.contexts.rows(), 0);
  EXPECT_EQ(sum.singular_values.size(), 0);
  EXPECT_FALSE(sum.exponent);
}

TEST(SumContexts, RefusesAModelWithoutContextsOfItsWords) {
  EXPECT_THROW(sum_contexts(model_with_contexts(0)), OptionError);
  EXPECT_THROW(sum_contexts(model_with_contexts(5)), OptionError);
}

}  // namespace sum_contexts_test
}  // namespace eigenlex
