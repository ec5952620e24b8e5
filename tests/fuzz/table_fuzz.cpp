// Tables of fields: the first byte chooses what they are to be. Fields are views of what is there,
// and lines come in order.

#include <cstdlib>

#include "eigenlex/core/error.hpp"

#include "fuzz/scratch.hpp"
#include "fuzz/targets.hpp"
#include "text/number_column.hpp"
#include "text/table_reader.hpp"

void eigenlex::testing::table_fuzz(const std::uint8_t* data, std::size_t size) {
  using internal::NumberColumn;
  using internal::TableField;
  using internal::TableOptions;
  using internal::TableReader;
  if (size == 0) return;
  const std::string_view text = as_text(data + 1, size - 1);
  TableOptions options{.field_counts = {3, 2}, .comments = (data[0] & 1) != 0};
  if ((data[0] & 2) != 0) options.numbers_from = 2;
  if ((data[0] & 4) != 0) options.section_mark = ':';
  if ((data[0] & 8) != 0) options.columns = {"2", "1"};
  if ((data[0] & 16) != 0) options.columns = {"a"};
  options.counts_lines = (data[0] & 32) != 0;
  refuse_well<FormatError>([&] {
    TableReader table(TextLines::of_text(text, "input"), options);
    NumberColumn numbers;
    std::int64_t line = 0;
    while (table.next()) {
      if (table.line() <= line) std::abort();
      line = table.line();
      std::size_t bytes = 0;
      for (const TableField& field : table.fields()) {
        bytes += field.text.size();
        numbers.parse(field.text, line);
      }
      if (options.columns.empty() && bytes > text.size() + sizeof("line")) std::abort();
      if (!table.fields().empty()) table.text_from(0);
    }
    numbers.finish("input");
  });
}
