#include "eigenlex/matrix/matrix_file.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "eigenlex/core/error.hpp"
#include "eigenlex/text/word_table.hpp"

#include "line_reader.hpp"
#include "matrix_market.hpp"

namespace eigenlex {
namespace {

/// The names of rows or columns, numbered as they come.
class Labels {
 public:
  std::int32_t number_of(std::string_view name, std::string_view what, const LineReader& lines) {
    if (name.empty()) lines.fail(std::string("the name of the ") + std::string(what) + " is empty");
    return table_.intern(name);
  }
  std::vector<std::string> names() const {
    std::vector<std::string> names;
    names.reserve(static_cast<std::size_t>(table_.size()));
    for (std::int32_t id = 0; id < table_.size(); ++id) names.emplace_back(table_.word(id));
    return names;
  }

 private:
  WordTable table_;
};

/// A line `row<TAB>column[<TAB>value[<TAB>...]]`.
struct Fields {
  std::string_view row;
  std::string_view column;
  std::optional<std::string_view> value;
};

Fields split(std::string_view line, const LineReader& lines) {
  if (line.find('\t') == std::string_view::npos) {
    lines.fail("has no tab; a line must be a row, a tab, a column, and maybe a tab and a value");
  }
  Fields fields;
  fields.row = take_field(line, '\t');
  const bool has_value = line.find('\t') != std::string_view::npos;
  fields.column = take_field(line, '\t');
  if (has_value) fields.value = take_field(line, '\t');
  return fields;
}

/// Reads lines from `line`, the first of the file, on.
MatrixEntries read_lines(std::optional<std::string_view> line, LineReader& lines) {
  MatrixEntries result;
  Labels rows, columns;
  std::optional<bool> with_values;
  for (; line; line = lines.next()) {
    if (line->empty()) continue;
    const Fields fields = split(*line, lines);
    if (!with_values) {
      with_values = fields.value.has_value();
      if (*with_values && !parse_number(*fields.value)) continue;  // the names of the fields
    }
    if (*with_values != fields.value.has_value()) {
      lines.fail(*with_values ? "has no value, but lines before it have one"
                              : "has a value, but lines before it have none");
    }
    const float value = *with_values ? lines.parse_value(*fields.value, "the value") : 1;
    result.entries.push_back({rows.number_of(fields.row, "row", lines),
                              columns.number_of(fields.column, "column", lines), value});
  }
  result.row_names = rows.names();
  result.column_names = columns.names();
  return result;
}

LabelledMatrix read(LineReader& lines) {
  const auto first = lines.next();
  if (first && is_matrix_market(*first)) {
    // The next line may take the place of the first.
    const std::string banner(*first);
    return labelled_matrix(read_matrix_market(banner, lines), LabelOrder::kAsGiven);
  }
  return labelled_matrix(read_lines(first, lines), LabelOrder::kBySize);
}

}  // namespace

LabelledMatrix read_matrix_file(const std::string& path, const Progress& progress) {
  LineReader lines(path, progress);
  LabelledMatrix matrix = read(lines);
  if (matrix.values.nonzeros() == 0) {
    throw FormatError::at_path(path, "holds no cell whose value is not 0");
  }
  return matrix;
}

}  // namespace eigenlex
