#include "eigenlex/learn/recipe.hpp"

#include <functional>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "eigenlex/core/error.hpp"

namespace eigenlex {
namespace recipe_test {

using nlohmann::json;
using ::testing::HasSubstr;

/// A recipe of which every option differs from its default.
CountRecipe other_counting() {
  return {.tokenizer = {.kind = TokenizerKind::kUnicode, .lowercase = true},
          .source = {.encoding = "latin1",
                     .bad_bytes = BadBytes::kReplace,
                     .document = DocumentKind::kParagraph},
          .phrases = {.passes = 2, .threshold = 0.7, .min_count = 9},
          .vocabulary = {.min_count = 3, .max_size = 1000},
          .window = 7,
          .window_weight = WindowWeight::kDynamic,
          .contexts = ContextKind::kDirectional};
}

FactorRecipe other_factorizing() {
  return {.method = Method::kAls,
          .ppmi = {.context_smoothing = 0.75, .negative = 5, .subsample = 1e-3, .damping = 0.5},
          .svd = {.rank = 17,
                  .tolerance = 1e-2,
                  .max_iterations = 3,
                  .oversampling = 0.5,
                  .seed = 18446744073709551615u},
          .solver = SvdSolver::kSpectra,
          .precision = DensePrecision::kFloat,
          .exponent = -0.5,
          .als = {.sweeps = 9,
                  .unobserved_weight = 0.3,
                  .folded_weight = 0.2,
                  .unobserved_target = -1,
                  .regularization = 0.2,
                  .row_solver = RowSolver::kCholesky,
                  .cg_steps = 4},
          .cell_weight = {.full_weight_count = 10, .exponent = 0.75, .lowest_target = -2},
          .blend = 0.25,
          .subwords = SubwordUse::kShare,
          .subword_share = {.parts = {.shortest_beginning = 3,
                                      .longest_beginning = 5,
                                      .longest_ending = 3,
                                      .min_words = 4},
                            .regularization = 2,
                            .known_count = 5,
                            .folds = 4,
                            .share = 0.5,
                            .least_cosine = 0.1,
                            .full_cosine = 0.6,
                            .rare_count = 40,
                            .rare_cosine = 0.4,
                            .seed = 7}};
}

/// What goes through the text of a file and back.
json through_text(const char* key, const json& options) {
  return json::parse(json{{key, options}}.dump());
}

TEST(Recipe, SharesWithPartsWhereTheMethodGainsByIt) {
  EXPECT_EQ(FactorRecipe{.method = Method::kAls}.subword_use(), SubwordUse::kShare);
  EXPECT_EQ(FactorRecipe{.method = Method::kSvd}.subword_use(), SubwordUse::kNone);
  const FactorRecipe told{.method = Method::kAls, .subwords = SubwordUse::kNone};
  EXPECT_EQ(told.subword_use(), SubwordUse::kNone);
  EXPECT_EQ(describe(FactorRecipe{.method = Method::kSvd}).at("subwords"), "none");
}

TEST(Recipe, TakesTheRankThatTheVocabularySupports) {
  EXPECT_EQ(supported_rank(0), 1);
  EXPECT_EQ(supported_rank(1), 1);
  EXPECT_EQ(supported_rank(500), 33);
  EXPECT_EQ(supported_rank(7200), 127);
  EXPECT_EQ(supported_rank(30'000), 259);
  EXPECT_EQ(supported_rank(39'999), 299);
  EXPECT_EQ(supported_rank(40'000), 300);
  EXPECT_EQ(supported_rank(5'000'000), 300);
  EXPECT_EQ(FactorRecipe{.svd = {.rank = 17}}.for_words(500).svd.rank, 17);
  EXPECT_NO_THROW(FactorRecipe{}.validate());
  EXPECT_THROW(FactorRecipe{.svd = {.rank = -1}}.validate(), OptionError);
}

TEST(Recipe, TakesTheRankThatAMatrixSupports) {
  EXPECT_EQ(MatrixRecipe{}.for_shape(10, 1000).svd.rank, 5);
  EXPECT_EQ(MatrixRecipe{}.for_shape(1, 1).svd.rank, 1);
  EXPECT_EQ(MatrixRecipe{.method = Method::kAls}.for_shape(10, 1000).svd.rank, 64);
  EXPECT_EQ(MatrixRecipe{.svd = {.rank = 7}}.for_shape(10, 1000).svd.rank, 7);
  EXPECT_NO_THROW(MatrixRecipe{}.validate());
}

TEST(Recipe, HasOtherDefaultsForMatricesThanForWords) {
  const MatrixRecipe matrix;
  EXPECT_EQ(matrix.for_shape(1000, 900).svd.rank, 64);
  EXPECT_EQ(matrix.als.sweeps, 15);
  EXPECT_EQ(matrix.als.cg_steps, 3);
  EXPECT_EQ(matrix.als.unobserved_weight, 1);
  EXPECT_EQ(matrix.als.regularization, 1);
  const FactorRecipe words;
  EXPECT_EQ(words.for_words(1'000'000).svd.rank, 300);
  EXPECT_EQ(words.als.sweeps, 2);
  EXPECT_EQ(words.als.cg_steps, 1);
  EXPECT_EQ(words.als.unobserved_weight, 0.1);
  EXPECT_EQ(words.exponent, matrix.exponent);
  EXPECT_EQ(words.precision, matrix.precision);
}

TEST(Recipe, IsReadBackFromItsDescription) {
  for (const CountRecipe& recipe : {CountRecipe{}, other_counting()}) {
    const json options = describe(recipe);
    const auto read = described_counting(through_text("count_options", options));
    ASSERT_TRUE(read);
    EXPECT_EQ(describe(*read), options);
    EXPECT_EQ(read->contexts, recipe.contexts);
    EXPECT_EQ(read->phrases.threshold, recipe.phrases.threshold);
  }
  for (const FactorRecipe& recipe : {FactorRecipe{}, other_factorizing()}) {
    const json options = describe(recipe);
    const auto read = described_factorizing(through_text("factor_options", options));
    ASSERT_TRUE(read);
    EXPECT_EQ(describe(*read), options);
    EXPECT_EQ(read->svd.seed, recipe.svd.seed);
    EXPECT_EQ(read->als.row_solver, recipe.als.row_solver);
    EXPECT_EQ(read->blend, recipe.blend);
  }
  const MatrixRecipe matrix{.method = Method::kAls, .als = {.sweeps = 2}, .confidence = 40};
  const auto read = described_matrix_factorizing(through_text("factor_options", describe(matrix)));
  ASSERT_TRUE(read);
  EXPECT_EQ(describe(*read), describe(matrix));
  EXPECT_EQ(read->confidence, 40);
}

TEST(Recipe, DescribesEveryOptionThatDecidesOnTheResult) {
  const json defaults = describe(CountRecipe{});
  const json others = describe(other_counting());
  EXPECT_EQ(others.size(), 13u);
  for (const auto& [key, value] : others.items()) {
    EXPECT_NE(defaults.value(key, json()), value) << key;
  }
  const json factor_defaults = describe(FactorRecipe{.method = Method::kAls});
  const json factor_others = describe(other_factorizing());
  EXPECT_EQ(factor_others.size(), 16u);
  for (const auto& [key, value] : factor_others.items()) {
    if (key == "method" || key == "subwords") continue;
    EXPECT_NE(factor_defaults.value(key, json()), value) << key;
  }
  for (const auto& [key, value] : factor_others.at("als").items()) {
    EXPECT_NE(factor_defaults.at("als").value(key, json()), value) << key;
  }
  for (const auto& [key, value] : factor_others.at("subword_share").items()) {
    EXPECT_NE(factor_defaults.at("subword_share").value(key, json()), value) << key;
  }
  const json quick = describe(FactorRecipe{.method = Method::kSvd});
  EXPECT_FALSE(quick.contains("als"));
  EXPECT_FALSE(quick.contains("subword_share"));
}

TEST(Recipe, OfADescriptionThatDoesNotSayIsNothing) {
  EXPECT_FALSE(described_counting(json::object()));
  EXPECT_FALSE(described_counting(json(3)));
  EXPECT_FALSE(described_factorizing({{"count_options", json::object()}}));
}

TEST(Recipe, OfAnEarlierDescriptionHasDefaultsForWhatItDidNotKnow) {
  const auto read = described_counting({{"count_options", {{"window", 4}, {"corpus", {"a.txt"}}}}});
  ASSERT_TRUE(read);
  EXPECT_EQ(read->window, 4);
  EXPECT_EQ(read->window_weight, CountRecipe{}.window_weight);
  EXPECT_EQ(read->contexts, ContextKind::kSymmetric);
  const auto factorizing = described_factorizing({{"factor_options", {{"method", "als"}}}});
  ASSERT_TRUE(factorizing);
  EXPECT_EQ(factorizing->ppmi.damping, 0);
  EXPECT_EQ(factorizing->als.folded_weight, 0);
  EXPECT_EQ(factorizing->cell_weight.lowest_target, 0);
  EXPECT_EQ(factorizing->subword_use(), SubwordUse::kNone);
  // What is chosen by the look of a text today was not then.
  EXPECT_EQ(read->tokenizer.kind, TokenizerKind::kWhitespace);
  EXPECT_EQ(read->source.document, DocumentKind::kLine);
}

/// The message of the FormatError for count options.
std::string format_error_of(const json& options) {
  try {
    described_counting({{"count_options", options}});
  } catch (const FormatError& error) {
    return error.what();
  }
  return "";
}

TEST(Recipe, OfADescriptionOfOtherTypesIsAnErrorWithTheOption) {
  EXPECT_THAT(format_error_of(3), HasSubstr("count_options = 3, which must be an object"));
  EXPECT_THAT(format_error_of({{"window", "x"}}),
              HasSubstr("count_options.window = \"x\", which must be an integer"));
  EXPECT_THAT(format_error_of({{"window", 4294967297}}), HasSubstr("window = 4294967297"));
  EXPECT_THAT(format_error_of({{"window", 2.5}}), HasSubstr("window = 2.5"));
  EXPECT_THAT(format_error_of({{"lowercase", 1}}), HasSubstr("must be true or false"));
  EXPECT_THAT(format_error_of({{"phrase_threshold", nullptr}}), HasSubstr("must be a number"));
  EXPECT_THAT(format_error_of({{"tokenizer", "latin"}}),
              HasSubstr("must be one of auto, whitespace, unicode"));
  EXPECT_THAT(format_error_of({{"encoding", 8}}), HasSubstr("must be a string"));
  EXPECT_THAT(format_error_of({{"contexts", 1}}), HasSubstr("symmetric, directional"));
}

TEST(Recipe, IsOneObjectOfAllItsOptionsAndReadBackFromIt) {
  const json defaults = options_of(Recipe{});
  EXPECT_EQ(defaults.size(), 13u + 14u + 11u + 13u);
  EXPECT_EQ(defaults.at("method"), "als");
  EXPECT_EQ(defaults.at("sweeps"), AlsOptions{}.sweeps);
  EXPECT_TRUE(defaults.at("subwords").is_null());
  EXPECT_EQ(options_of(recipe_of(json::object())), defaults);
  EXPECT_EQ(options_of(recipe_of(defaults)), defaults);
  const Recipe other{.count = other_counting(), .factor = other_factorizing()};
  const json others = options_of(other);
  for (const auto& [key, value] : others.items()) {
    if (key == "method") continue;
    EXPECT_NE(defaults.at(key), value) << key;
  }
  EXPECT_EQ(options_of(recipe_of(others)), others);
  EXPECT_EQ(describe(recipe_of(others).factor), describe(other.factor));
  EXPECT_EQ(recipe_of({{"window", 7}, {"sweeps", 5}}).count.window, 7);
  EXPECT_EQ(recipe_of({{"window", 7}, {"sweeps", 5}}).factor.als.sweeps, 5);
  const json matrix{{"method", "als"}, {"confidence", 40}, {"exponent", 0.5}};
  EXPECT_EQ(matrix_recipe_of(matrix).confidence, 40);
  EXPECT_EQ(matrix_recipe_of(matrix).exponent, 0.5);
  EXPECT_EQ(options_of(MatrixRecipe{}).at("sweeps"), MatrixRecipe{}.als.sweeps);
}

TEST(Recipe, OfAnUnknownOptionOrAnotherTypeIsAnErrorNamingIt) {
  const auto error_of = [](const json& options) {
    try {
      recipe_of(options);
    } catch (const OptionError& error) {
      return error;
    }
    return OptionError("", "", "");
  };
  EXPECT_STREQ(error_of({{"windw", 3}}).what(), "windw = 3: is no option of a recipe");
  EXPECT_EQ(error_of({{"window", "x"}}).field(), "window");
  EXPECT_THAT(error_of({{"window", 2.5}}).requirement(), HasSubstr("must be an integer"));
  EXPECT_THAT(error_of({{"method", "pca"}}).requirement(), HasSubstr("must be one of svd, als"));
  EXPECT_EQ(error_of({{"blend", nullptr}}).field(), "blend");
  EXPECT_EQ(error_of(json::array()).field(), "options");
}

/// The message of the OptionError of `validate`.
template <class Recipe>
std::string option_error_of(const std::function<void(Recipe&)>& change) {
  Recipe recipe;
  recipe.validate();
  change(recipe);
  try {
    recipe.validate();
  } catch (const OptionError& error) {
    return error.what();
  }
  return "";
}

TEST(Recipe, NamesTheFieldOutOfRange) {
  const auto counting = option_error_of<CountRecipe>;
  EXPECT_THAT(counting([](auto& r) { r.window = 0; }), HasSubstr("CooccurrenceOptions.window = 0"));
  EXPECT_THAT(counting([](auto& r) { r.phrases.passes = -1; }), HasSubstr("PhraseOptions.passes"));
  const auto factorizing = option_error_of<FactorRecipe>;
  EXPECT_THAT(factorizing([](auto& r) { r.exponent = 3; }), HasSubstr("FactorRecipe.exponent = 3"));
  EXPECT_THAT(factorizing([](auto& r) { r.blend = -0.5; }), HasSubstr("FactorRecipe.blend = -0.5"));
  EXPECT_THAT(factorizing([](auto& r) { r.svd.rank = -1; }), HasSubstr("SvdOptions.rank"));
  EXPECT_THAT(factorizing([](auto& r) { r.als.cg_steps = 0; }), HasSubstr("AlsOptions.cg_steps"));
  EXPECT_THAT(factorizing([](auto& r) { r.ppmi.negative = 0; }), HasSubstr("PpmiOptions.negative"));
  EXPECT_THAT(factorizing([](auto& r) { r.cell_weight.exponent = 2; }),
              HasSubstr("CellWeightOptions.exponent"));
  const auto matrix = option_error_of<MatrixRecipe>;
  EXPECT_THAT(matrix([](auto& r) { r.confidence = -1; }), HasSubstr("MatrixRecipe.confidence"));
  EXPECT_THAT(matrix([](auto& r) { r.exponent = -2; }), HasSubstr("MatrixRecipe.exponent"));
  EXPECT_THAT(option_error_of<Recipe>([](auto& r) { r.count.vocabulary.min_count = 0; }),
              HasSubstr("VocabularyOptions.min_count"));
  EXPECT_THAT(option_error_of<Recipe>([](auto& r) { r.factor.blend = 2; }),
              HasSubstr("FactorRecipe.blend"));
}

}  // namespace recipe_test
}  // namespace eigenlex
