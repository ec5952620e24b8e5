#include "eigenlex/matrix/labelled_matrix.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numeric>
#include <utility>

#include <fmt/format.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/text/order_by_count.hpp"

namespace eigenlex {
namespace {

/// What is known of a cell within its row.
struct Cell {
  std::int32_t column;
  float value;
};

/// Entries by row, in the order in which they came.
struct EntriesByRow {
  std::vector<std::int64_t> starts;
  std::vector<Cell> cells;
};

EntriesByRow sort_by_row(std::vector<MatrixEntries::Entry> entries, std::size_t rows) {
  EntriesByRow sorted;
  sorted.starts.assign(rows + 1, 0);
  for (const auto& entry : entries) ++sorted.starts[static_cast<std::size_t>(entry.row) + 1];
  std::partial_sum(sorted.starts.begin(), sorted.starts.end(), sorted.starts.begin());
  std::vector<std::int64_t> next(sorted.starts.begin(), sorted.starts.end() - 1);
  sorted.cells.resize(entries.size());
  for (const auto& entry : entries) {
    std::int64_t& place = next[static_cast<std::size_t>(entry.row)];
    sorted.cells[static_cast<std::size_t>(place++)] = {entry.column, entry.value};
  }
  return sorted;
}

/// Adds up the entries of each cell and drops those that come to 0.
LabelledMatrix add_up(EntriesByRow source, const MatrixEntries& names) {
  LabelledMatrix result;
  CsrMatrix<float>& matrix = result.values;
  matrix.rows = std::ssize(names.row_names);
  matrix.cols = std::ssize(names.column_names);
  for (std::size_t row = 0; row < names.row_names.size(); ++row) {
    const auto begin = source.cells.begin() + source.starts[row];
    const auto end = source.cells.begin() + source.starts[row + 1];
    std::stable_sort(begin, end, [](const Cell& a, const Cell& b) { return a.column < b.column; });
    for (auto cell = begin; cell != end;) {
      const std::int32_t column = cell->column;
      const auto first = cell;
      double sum = 0;
      for (; cell != end && cell->column == column; ++cell) sum += cell->value;
      result.duplicates += cell - first - 1;
      const auto value = static_cast<float>(sum);
      if (!std::isfinite(value)) {
        throw FormatError(fmt::format(
            "the values of row \"{}\", column \"{}\" add up to {}, more than a number can hold",
            names.row_names[row], names.column_names[static_cast<std::size_t>(column)], sum));
      }
      if (value == 0) continue;
      matrix.indices.push_back(column);
      matrix.values.push_back(value);
    }
    matrix.indptr.push_back(std::ssize(matrix.indices));
  }
  return result;
}

/// As `order_by_count`, but names that stay keep their order.
OrderedVocabulary keep_order(std::vector<std::string> names, std::vector<std::int64_t> counts) {
  OrderedVocabulary kept;
  std::vector<std::string> kept_names;
  std::vector<std::int64_t> kept_counts;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (counts[i] == 0) {
      kept.new_ids.push_back(OrderedVocabulary::kDropped);
      continue;
    }
    kept.new_ids.push_back(static_cast<std::int32_t>(kept_names.size()));
    kept_names.push_back(std::move(names[i]));
    kept_counts.push_back(counts[i]);
  }
  kept.vocabulary = Vocabulary(std::move(kept_names), std::move(kept_counts));
  return kept;
}

OrderedVocabulary put_in_order(std::vector<std::string> names, std::vector<std::int64_t> counts,
                               LabelOrder order) {
  return order == LabelOrder::kBySize ? order_by_count({names.begin(), names.end()}, counts)
                                      : keep_order(std::move(names), std::move(counts));
}

/// The matrix with its rows and columns renumbered, those dropped left out.
CsrMatrix<float> permuted(const CsrMatrix<float>& matrix, const OrderedVocabulary& rows,
                          const OrderedVocabulary& columns) {
  std::vector<std::int64_t> sources(static_cast<std::size_t>(rows.vocabulary.size()));
  for (std::size_t row = 0; row < rows.new_ids.size(); ++row) {
    if (rows.new_ids[row] == OrderedVocabulary::kDropped) continue;
    sources[static_cast<std::size_t>(rows.new_ids[row])] = static_cast<std::int64_t>(row);
  }
  CsrMatrix<float> result;
  result.rows = rows.vocabulary.size();
  result.cols = columns.vocabulary.size();
  result.indices.reserve(matrix.indices.size());
  result.values.reserve(matrix.values.size());
  std::vector<Cell> cells;
  for (const std::int64_t source : sources) {
    const auto indices = matrix.row_indices(source);
    const auto values = matrix.row_values(source);
    cells.clear();
    for (std::size_t k = 0; k < indices.size(); ++k) {
      cells.push_back({columns.new_ids[static_cast<std::size_t>(indices[k])], values[k]});
    }
    std::sort(cells.begin(), cells.end(),
              [](const Cell& a, const Cell& b) { return a.column < b.column; });
    for (const Cell& cell : cells) {
      result.indices.push_back(cell.column);
      result.values.push_back(cell.value);
    }
    result.indptr.push_back(std::ssize(result.indices));
  }
  return result;
}

}  // namespace

LabelledMatrix labelled_matrix(MatrixEntries source, LabelOrder order) {
  LabelledMatrix result =
      add_up(sort_by_row(std::move(source.entries), source.row_names.size()), source);
  result.notes = std::move(source.notes);
  std::vector<std::int64_t> row_sizes, column_sizes(source.column_names.size(), 0);
  for (std::int64_t row = 0; row < result.values.rows; ++row) {
    row_sizes.push_back(std::ssize(result.values.row_indices(row)));
  }
  for (const std::int32_t column : result.values.indices) {
    ++column_sizes[static_cast<std::size_t>(column)];
  }
  OrderedVocabulary rows = put_in_order(std::move(source.row_names), std::move(row_sizes), order);
  OrderedVocabulary columns =
      put_in_order(std::move(source.column_names), std::move(column_sizes), order);
  result.values = permuted(result.values, rows, columns);
  result.rows = std::move(rows.vocabulary);
  result.columns = std::move(columns.vocabulary);
  return result;
}

}  // namespace eigenlex
