#pragma once

#include <cstddef>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "text/table_reader.hpp"

namespace eigenlex::internal {

/// Takes the lines of a table apart into fields.
class FieldSplitter {
 public:
  /// Splits a record. False where a field in quotes, with which it ends, may go on in a further
  /// line and `may_go_on` says that it can: then to be called again with the record and that line.
  bool split(std::string_view record, Separator separator, bool may_go_on);
  /// The fields of the record, which is where `split` saw it or a copy of it.
  void collect(std::string_view record, std::vector<TableField>& fields);
  /// Forgets the record.
  void reset();

 private:
  /// A field as a range of the record.
  struct Range {
    std::size_t begin = 0;
    std::size_t size = 0;
    bool quoted = false;
    bool escaped = false;
  };

  bool take_quoted(std::string_view record, Separator separator, bool may_go_on);
  void take_plain(std::string_view record, Separator separator);

  std::size_t at_ = 0;  // where the next field begins
  std::vector<Range> ranges_;
  std::deque<std::string> unescaped_;  // fields that held doubled quotes
};

/// What is between fields.
std::string_view bytes_of(Separator separator);

/// Where the field that `text` begins with ends.
std::size_t end_of_field(std::string_view text, Separator separator);

/// Whether a line of a field in quotes has a quote that is not doubled: whether it may end the
/// field.
bool may_end_quotes(std::string_view line);

}  // namespace eigenlex::internal
