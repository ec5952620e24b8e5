#include "eigenlex/query/context_table.hpp"

#include <utility>

#include <fmt/format.h>

#include "eigenlex/core/as_size.hpp"
#include "eigenlex/core/error.hpp"
#include "eigenlex/counts/count_reader.hpp"
#include "eigenlex/counts/count_rows.hpp"

namespace eigenlex {
namespace {

/// The sums of all columns of each set of margins.
std::vector<double> all_pairs_of(const ContextBlocks& blocks, const Margins& plain) {
  std::vector<double> totals(as_size(blocks.margins()), 0.0);
  const std::int64_t columns_a_margin = blocks.columns() / blocks.margins();
  for (std::int64_t j = 0; j < blocks.columns(); ++j) {
    totals[as_size(j / columns_a_margin)] += plain.col_sums[as_size(j)];
  }
  return totals;
}

/// The positive cells of a row, as they are factorized.
struct WeighedRow {
  std::vector<std::int32_t> columns;
  std::vector<float> values;

  WeighedRow(const PmiRows& pmi, const CountReader& reader, std::int64_t word) {
    const std::size_t cells = reader.columns(word).size();
    columns.resize(cells);
    values.resize(cells);
    PmiScratch scratch;
    std::int64_t size = 0;
    pmi.visit(reader, word, PmiOrientation::kRows, scratch, [&](const PmiSegment& segment) {
      size += keep_positive(segment, columns.data() + size, values.data() + size);
    });
    columns.resize(as_size(size));
    values.resize(as_size(size));
  }
};

const PpmiOptions& checked(const PpmiOptions& options, const KnownMargins& margins) {
  options.validate();
  if (options.subsample == margins.subsample) return options;
  throw OptionError("PpmiOptions.subsample", fmt::to_string(options.subsample),
                    fmt::format("must be that of the margins, {}", margins.subsample));
}

}  // namespace

ContextTable::ContextTable(Counts counts, KnownMargins margins, const PpmiOptions& options)
    : counts_(std::move(counts)),
      finder_(counts_.description),
      options_(checked(options, margins)),
      blocks_(counts_.matrix.rows(), counts_.matrix.cols()),
      plain_(std::move(margins.plain)),
      pmi_(blocks_, margins.expected, options) {
  plain_.check_shape(blocks_.words(), blocks_.columns());
  totals_ = all_pairs_of(blocks_, plain_);
}

std::optional<std::int32_t> ContextTable::find(std::string_view word) const {
  return finder_.find(counts_.vocabulary, word);
}

std::vector<ContextPlace> ContextTable::places() const {
  std::vector<ContextPlace> places;
  for (std::int64_t block = 0; block < blocks_.count(); ++block) {
    places.push_back(place_of(blocks_, block));
  }
  return places;
}

std::vector<Context> ContextTable::contexts_of(std::int32_t word) const {
  if (word < 0 || word >= blocks_.words()) {
    throw OptionError("word", fmt::to_string(word),
                      fmt::format("must be 0..{}", blocks_.words() - 1));
  }
  CountReader reader;
  reader.read(counts_.matrix, word, word + 1);
  check_count_row(reader, word, blocks_.columns());
  const WeighedRow weighed(pmi_, reader, word);
  const auto unit = static_cast<double>(counts_.matrix.unit);
  std::vector<Context> contexts;
  std::size_t positive = 0;
  reader.for_cells(word, [&](std::int32_t column, double count) {
    const std::int64_t block = column / blocks_.words();
    const std::int64_t margin = blocks_.margin_of(block);
    Context& context = contexts.emplace_back();
    context.word = static_cast<std::int32_t>(column % blocks_.words());
    context.place = place_of(blocks_, block);
    context.pairs = count / unit;
    context.word_pairs = plain_.row_sums[as_size(margin * blocks_.words() + word)];
    context.context_pairs = plain_.col_sums[as_size(column)];
    context.all_pairs = totals_[as_size(margin)];
    context.expected = context.word_pairs * context.context_pairs / context.all_pairs;
    if (positive < weighed.columns.size() && weighed.columns[positive] == column) {
      context.weight = weighed.values[positive++];
    }
  });
  return contexts;
}

}  // namespace eigenlex
