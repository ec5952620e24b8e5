#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace eigenlex {

/// A line of a benchmark file, without its end and the white space around it.
struct BenchmarkLine {
  /// Line number, from 1.
  std::int64_t number = 0;
  std::string_view text;
};

/// The lines of a text that say something: blank lines and comments (`#` first) are left out, and
/// so are a byte order mark and the CR of CR LF. The lines are views into `text`.
std::vector<BenchmarkLine> benchmark_lines(std::string_view text);

/// The parts of a line between runs of any of `separators`; views into `line`, none of them empty.
std::vector<std::string_view> split_fields(std::string_view line, std::string_view separators);

}  // namespace eigenlex
