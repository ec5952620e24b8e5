#include <algorithm>
#include <memory>
#include <string>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/process_memory.hpp"
#include "eigenlex/embedding/blend.hpp"
#include "eigenlex/factor/ppmi_operator.hpp"
#include "eigenlex/factor/svd_from.hpp"
#include "eigenlex/matrix/sparse_operator.hpp"

#include "counts/transposed_ppmi.hpp"
#include "learn/stages.hpp"
#include "learn/svd_stage.hpp"
#include "matrix/spread_operator.hpp"

namespace eigenlex::internal {
namespace {

/// The PPMI matrix with the number of its non-zeros.
struct WeightedMatrix {
  std::unique_ptr<LinearOperator> matrix;
  std::int64_t nonzeros = 0;
};

/// Computes the matrix from the counts in each product.
WeightedMatrix as_needed(const Counts& counts, const Margins& expected, const FactorRecipe& recipe,
                         const CellSpread* spread) {
  auto matrix = std::make_unique<PpmiOperator>(counts.matrix, expected, recipe.ppmi,
                                               recipe.precision, spread);
  const std::int64_t nonzeros = matrix->nonzeros();
  return {.matrix = std::move(matrix), .nonzeros = nonzeros};
}

/// Takes the counts of `counts` where nothing else needs them.
CsrMatrix<float> ppmi_of(Counts& counts, const Margins& expected, const FactorRecipe& recipe) {
  return recipe.method == Method::kSvd
             ? ppmi(std::exchange(counts.matrix, {}), expected, recipe.ppmi)
             : ppmi(std::as_const(counts.matrix), expected, recipe.ppmi);
}

/// Stores the matrix. Takes the counts of `counts` where nothing else needs them.
WeightedMatrix stored(Counts& counts, const Margins& expected, const FactorRecipe& recipe) {
  CsrMatrix<float> matrix = ppmi_of(counts, expected, recipe);
  const std::int64_t nonzeros = matrix.nonzeros();
  return {.matrix = std::make_unique<SparseOperator>(std::move(matrix), recipe.precision),
          .nonzeros = nonzeros};
}

/// The same of rows that are spread: those of the matrix and of its transpose that are owned here.
WeightedMatrix stored_here(Counts& counts, const Margins& expected, const FactorRecipe& recipe,
                           const CellSpread& spread) {
  const PmiRows pmi(ContextBlocks(counts.matrix.rows(), counts.matrix.cols()), expected,
                    recipe.ppmi);
  CsrMatrix<float> transposed = own_transposed_ppmi(
      counts.matrix, pmi, [&](std::int64_t word) { return spread.rows.owns(word); });
  CsrMatrix<float> matrix = spread.rows.own_rows(ppmi_of(counts, expected, recipe));
  return_free_memory();
  const Communicator& ranks = spread.rows.ranks();
  double largest = 0;
  ranks.in_rank_order({&largest, 1}, [&](std::int64_t, std::int64_t) {
    for (const float value : matrix.values) largest = std::max(largest, double{value});
  });
  const auto nonzeros =
      static_cast<std::int64_t>(ranks.sum(static_cast<double>(matrix.nonzeros())));
  return {.matrix = std::make_unique<SpreadOperator>(std::move(matrix), std::move(transposed),
                                                     largest, recipe.precision, spread),
          .nonzeros = nonzeros};
}

WeightedMatrix weight_counts(Counts& counts, const Margins& expected, const FactorRecipe& recipe,
                             const MemoryPlan& plan, Observer& observer, const CellSpread* spread) {
  observer.begin("weight");
  WeightedMatrix weighted;
  std::string finding;
  // Only where memory is short is it worth a pass over the counts to know how much is needed.
  if (plan.is_capped()) weighted = as_needed(counts, expected, recipe, spread);
  const std::string size =
      memory_text(stored_bytes(counts.matrix.rows(), counts.matrix.cols(), weighted.nonzeros));
  // Products are made by all ranks in one way.
  const Communicator& ranks = spread == nullptr ? one_process() : spread->rows.ranks();
  const bool fits = plan.stores_matrix(counts.matrix, weighted.nonzeros, recipe);
  if (ranks.sum(fits ? 1 : 0) == ranks.size()) {
    weighted = {};
    return_free_memory();  // of the pass over the counts, which every thread took a part of
    weighted = spread == nullptr ? stored(counts, expected, recipe)
                                 : stored_here(counts, expected, recipe, *spread);
    finding = fmt::format("the matrix is stored, {}", size);
  } else {
    finding = fmt::format("the matrix is computed in each product; it would take {}", size);
  }
  observer.end();
  if (plan.is_capped()) observer.note("plan", finding);
  if (weighted.nonzeros == 0) {
    throw FormatError(
        "no two words occur near each other more often than by chance: there is nothing to "
        "factorize; take a larger corpus or a larger window");
  }
  return weighted;
}

SvdResult svd_from(const LinearOperator& matrix, const RowMatrix& contexts,
                   const SvdOptions& options, Observer& observer) {
  SvdResult svd = randomized_svd_from(matrix, contexts, options, observer.begin("svd"));
  observer.end();
  return svd;
}

/// The SVD refined by ALS over the counts, in the basis of the SVD.
AlsResult refine(const Counts& counts, const Margins& expected, FactorPair start,
                 const FactorRecipe& recipe, Observer& observer, const CellSpread* spread) {
  const Progress progress = observer.begin("als");
  const auto cells = [&](PmiOrientation orientation) {
    return PmiCells(counts.matrix, expected, recipe.ppmi, recipe.cell_weight, orientation);
  };
  const PmiCells by_rows = cells(PmiOrientation::kRows);
  const PmiCells by_cols = cells(PmiOrientation::kColumns);
  AlsOptions options = recipe.als;
  options.precision = recipe.precision;
  AlsResult result = als({.by_rows = by_rows, .by_cols = by_cols, .spread = spread},
                         std::move(start), options, progress);
  observer.end();
  return result;
}

/// The tables of ALS, blended with those of the SVD where that is asked for.
void set_refined_tables(const Counts& counts, const Margins& expected, SvdResult svd,
                        const FactorRecipe& recipe, Observer& observer, const CellSpread* spread,
                        Model& model) {
  // Only a blend needs the SVD again.
  FactorPair start = recipe.blend > 0 ? balanced_factors(svd) : balanced_factors(std::move(svd));
  AlsResult als = refine(counts, expected, std::move(start), recipe, observer, spread);
  model.description["als"] = {{"objectives", als.objectives}};
  model.words.table = std::move(als.factors.rows);
  model.contexts = std::move(als.factors.cols);
  if (recipe.blend == 0) return;
  const auto blended = [&](const Table& table, RowMatrix vectors) {
    return blend_unit_rows(table,
                           scaled_columns(std::move(vectors), svd.singular_values, recipe.exponent),
                           recipe.blend);
  };
  model.words.table = blended(model.words.table, std::move(svd.u));
  model.contexts = blended(model.contexts, std::move(svd.v));
}

/// The tables of ALS from those of similar counts, whose fit is nearly that of these.
void set_tables_from(const Counts& counts, const Margins& expected, FactorPair start,
                     FactorRecipe recipe, Observer& observer, Model& model) {
  recipe.als.sweeps = std::min(recipe.als.sweeps, 1);
  recipe.als.ends_with_columns = true;  // the next ones begin with them
  AlsResult als = refine(counts, expected, std::move(start), recipe, observer, nullptr);
  model.description["als"] = {{"objectives", als.objectives}};
  model.words.table = std::move(als.factors.rows);
  model.contexts = std::move(als.factors.cols);
}

/// Throws unless the parts of the words fit, which may be more than a plan by their number tells.
void check_parts(const Counts& counts, const FactorRecipe& given, const MemoryPlan& plan) {
  const FactorRecipe recipe = given.for_words(counts.vocabulary.size());
  if (!plan.is_capped() || recipe.subword_use() == SubwordUse::kNone) return;
  const MatrixShape shape{counts.matrix.rows(), counts.matrix.cols()};
  const std::int64_t tables = 4 * recipe.svd.rank * (shape.rows + shape.cols);
  plan.check(shape, tables + share_subwords_memory(counts.vocabulary, recipe.svd.rank,
                                                   recipe.subword_share.parts));
}

/// Lets words lean on their parts where that is asked for.
void share_with_parts(const FactorRecipe& recipe, Observer& observer, const CellSpread* spread,
                      Model& model) {
  if (recipe.subword_use() == SubwordUse::kNone) return;
  const SubwordShares shares =
      share_subwords(model.words.vocabulary, model.words.table, recipe.subword_share,
                     spread == nullptr ? nullptr : &spread->rows, observer.begin("subwords"));
  observer.end();
  // The rows are no scaled singular vectors any more.
  model.exponent = std::nullopt;
  model.description["subwords"] = {
      {"parts", shares.parts}, {"mean_cosine", shares.mean_cosine}, {"leaning", shares.leaning}};
}

/// Counts to tables.
Model factorized(Counts counts, const FactorRecipe& given, const MemoryPlan& plan,
                 Observer& observer, FactorPair* start, const CellSpread* spread) {
  FactorRecipe recipe = given.for_words(counts.vocabulary.size());
  const Communicator& ranks = spread == nullptr ? one_process() : spread->rows.ranks();
  const Margins expected =
      expected_margins(counts.matrix, counts.vocabulary.counts(), recipe.ppmi.subsample, ranks);
  const auto observed =
      static_cast<std::int64_t>(ranks.sum(static_cast<double>(counts.matrix.nonzeros())));
  const MatrixShape shape{counts.matrix.rows(), counts.matrix.cols()};
  const bool needs_svd = start == nullptr || recipe.method == Method::kSvd;
  WeightedMatrix weighted = needs_svd
                                ? weight_counts(counts, expected, recipe, plan, observer, spread)
                                : as_needed(counts, expected, recipe, nullptr);
  Model model;
  model.description = std::move(counts.description);
  model.description["matrix"] = {{"rows", shape.rows},
                                 {"cols", shape.cols},
                                 {"observed", observed},
                                 {"nonzeros", weighted.nonzeros}};
  model.words.vocabulary = std::move(counts.vocabulary);
  if (!needs_svd) {
    weighted.matrix.reset();
    model.description["factor_options"] = describe(recipe);
    set_tables_from(counts, expected, std::move(*start), recipe, observer, model);
    return model;
  }
  const bool is_rank_chosen = given.svd.rank == 0;
  SvdResult svd = start != nullptr
                      ? svd_from(*weighted.matrix, start->cols, recipe.svd, observer)
                      : run_svd(*weighted.matrix, recipe.solver, recipe.svd, is_rank_chosen,
                                observer, [&] { weighted.matrix.reset(); });
  weighted.matrix.reset();
  recipe.svd.rank = static_cast<int>(svd.singular_values.size());
  if (is_rank_chosen) {
    observer.note("dim", fmt::format("{} dimensions, as {} words support", recipe.svd.rank,
                                     model.words.vocabulary.size()));
  }
  model.description["factor_options"] = describe(recipe);
  if (recipe.method == Method::kSvd) counts = {};
  model.description["svd"] = describe_svd(svd);
  model.singular_values = svd.singular_values;
  if (recipe.method == Method::kAls) {
    set_refined_tables(counts, expected, std::move(svd), recipe, observer, spread, model);
    return model;
  }
  model.exponent = recipe.exponent;
  model.words.table = scaled_columns(std::move(svd.u), svd.singular_values, recipe.exponent);
  model.contexts = scaled_columns(std::move(svd.v), svd.singular_values, recipe.exponent);
  return model;
}

}  // namespace

Model factorize_counts(Counts counts, const FactorRecipe& recipe, const MemoryPlan& plan,
                       Observer& observer, FactorPair* start, const CellSpread* spread) {
  if (spread == nullptr) check_parts(counts, recipe, plan);
  Model model = factorized(std::move(counts), recipe, plan, observer, start, spread);
  FactorRecipe sharing = recipe;
  // What is added to words that were shared before need not be known as well as at first.
  if (start != nullptr) sharing.subword_share.folds = std::min(sharing.subword_share.folds, 2);
  share_with_parts(sharing, observer, spread, model);
  if (spread != nullptr) {
    model.words.table = spread->rows.gather_in_first(model.words.table);
    model.contexts = spread->cols.gather_in_first(model.contexts);
  }
  return model;
}

}  // namespace eigenlex::internal
