#include "eigenlex/embedding/text_vectors.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/parallel.hpp"
#include "eigenlex/embedding/vector_header.hpp"

namespace eigenlex {
namespace {

constexpr std::string_view kSeparators = " \t";
constexpr std::string_view kLineSpaces = " \t\r";
constexpr std::string_view kAllSpaces = " \t\r\n";
/// Bytes of text a block of the parallel reader starts lines in.
constexpr std::int64_t kBlockBytes = std::int64_t{1} << 20;

std::string_view trim_end(std::string_view text, std::string_view spaces) {
  return text.substr(0, text.find_last_not_of(spaces) + 1);
}

/// The value of a field, or nothing if it is no finite number. Numbers too small for a float are 0.
std::optional<float> parse_number(std::string_view field) {
  const char* const end = field.data() + field.size();
  const char* const begin = field.data() + (field.starts_with('+') ? 1 : 0);
  float value = 0;
  auto result = std::from_chars(begin, end, value);
  if (result.ec == std::errc::result_out_of_range) {
    double wide = 0;
    result = std::from_chars(begin, end, wide);
    if (result.ec != std::errc() || std::abs(wide) > 1) return std::nullopt;
    value = static_cast<float>(wide);
  }
  if (result.ec != std::errc() || result.ptr != end || !std::isfinite(value)) return std::nullopt;
  return value;
}

/// Takes the last field off a line that has no separator at its end; empty if none is left.
std::string_view take_last_field(std::string_view& line) {
  const std::size_t begin = line.find_last_of(kSeparators) + 1;
  const std::string_view field = line.substr(begin);
  line = trim_end(line.substr(0, begin), kSeparators);
  return field;
}

/// Reads the common kind of line, "word v1 ... vd" with one space between fields. False where the
/// line is of another kind, right or wrong.
bool parse_plain_line(std::string_view line, std::span<float> values, std::string_view& word) {
  const std::size_t length = line.find(' ');
  if (length == 0 || length == std::string_view::npos) return false;
  const char* at = line.data() + length;
  const char* const end = line.data() + line.size();
  for (float& value : values) {
    if (at == end || *at != ' ') return false;
    const auto result = std::from_chars(at + 1, end, value);
    if (result.ec != std::errc() || !std::isfinite(value)) return false;
    at = result.ptr;
  }
  if (at != end) return false;
  word = line.substr(0, length);
  return true;
}

/// Fills `values` from the last fields of a line and returns the word, which is the rest.
std::string_view parse_line(std::string_view line, std::span<float> values, std::string_view path,
                            std::int64_t line_number) {
  line = trim_end(line, kLineSpaces);
  std::string_view word;
  if (parse_plain_line(line, values, word)) return word;
  word = line;
  for (std::size_t i = values.size(); i > 0; --i) {
    const std::string_view field = take_last_field(word);
    const std::optional<float> value = parse_number(field);
    if (word.empty() || !value) {
      const std::string problem =
          word.empty() ? std::string("the line is too short")
                       : fmt::format("{:?} is not a finite number", field.substr(0, 40));
      throw FormatError::at_line(
          path, line_number,
          fmt::format("{}: expected a word and {} numbers", problem, values.size()));
    }
    values[i - 1] = *value;
  }
  return word.substr(word.find_first_not_of(kSeparators));
}

/// The lines of a text, cut at the fixed blocks in which they start.
class LineBlocks {
 public:
  explicit LineBlocks(std::string_view text) : text_(text) {
    const std::int64_t size = static_cast<std::int64_t>(text.size());
    first_lines_.assign(static_cast<std::size_t>(block_count(size, kBlockBytes)) + 1, 0);
    parallel_blocks(
        size, kBlockBytes, [&](std::int64_t block, std::int64_t begin, std::int64_t end) {
          // A line starts at byte 0 and after each line end.
          std::int64_t lines = begin == 0 ? 1 : 0;
          const std::string_view before = slice(std::max<std::int64_t>(begin - 1, 0), end - 1);
          lines += std::count(before.begin(), before.end(), '\n');
          first_lines_[static_cast<std::size_t>(block) + 1] = lines;
        });
    for (std::size_t i = 1; i < first_lines_.size(); ++i) first_lines_[i] += first_lines_[i - 1];
  }

  std::int64_t line_count() const { return first_lines_.back(); }

  /// Calls `body(line, text)` for each line, counted from 0 and without its end, in parallel.
  template <class Body>
  void for_each_line(const Body& body) const {
    const std::int64_t size = static_cast<std::int64_t>(text_.size());
    parallel_blocks(size, kBlockBytes, [&](std::int64_t block, std::int64_t begin, std::int64_t) {
      std::int64_t line = first_lines_[static_cast<std::size_t>(block)];
      const std::int64_t end_line = first_lines_[static_cast<std::size_t>(block) + 1];
      // The inside of a long line: without this, each block would look for the end of the line.
      if (line == end_line) return;
      std::size_t at = static_cast<std::size_t>(begin);
      if (begin > 0) at = text_.find('\n', at - 1) + 1;
      for (; line < end_line; ++line) {
        const std::size_t end = std::min(text_.find('\n', at), text_.size());
        body(line, text_.substr(at, end - at));
        at = end + 1;
      }
    });
  }

 private:
  std::string_view slice(std::int64_t begin, std::int64_t end) const {
    return text_.substr(static_cast<std::size_t>(begin), static_cast<std::size_t>(end - begin));
  }

  std::string_view text_;
  /// The first line that starts in each block, and at the end the number of lines.
  std::vector<std::int64_t> first_lines_;
};

/// Refuses sizes that the text cannot hold, before anything of those sizes is allocated.
void check_sizes(const std::optional<VectorHeader>& header, std::int64_t dim, std::int64_t lines,
                 std::size_t text_size, std::string_view path) {
  if (dim < 1) {
    throw FormatError::at_line(path, 1, "no numbers: expected a header or a word and its vector");
  }
  if (header && header->words != lines) {
    throw FormatError::at_line(
        path, 1,
        fmt::format("the header promises {} words, but {} lines follow: truncated?", header->words,
                    lines));
  }
  // A number takes two bytes, a word one.
  if (lines > 0 && dim > static_cast<std::int64_t>(text_size) / (2 * lines)) {
    throw FormatError::at_line(
        path, 1,
        fmt::format("{} lines of {} numbers do not fit in {} bytes: truncated?", lines, dim,
                    text_size));
  }
  if (lines > std::numeric_limits<std::int32_t>::max()) {
    throw FormatError::at_path(path, "has more than 2^31 - 1 words");
  }
}

void append_row(std::string_view word, std::span<const float> row, const TextVectorStyle& style,
                std::string& text) {
  // The shortest decimal form of a float has at most 9 digits, sign, point and exponent.
  constexpr std::size_t kLongestNumber = 16;
  text += word;
  for (const float value : row) {
    char number[kLongestNumber];
    text += ' ';
    text.append(number, std::to_chars(number, number + kLongestNumber, value).ptr);
  }
  text += style.trailing_space ? " \n" : "\n";
}

}  // namespace

std::int64_t count_components(std::string_view line) {
  std::string_view rest = trim_end(line, kLineSpaces);
  std::int64_t components = 0;
  while (true) {
    const std::string_view field = take_last_field(rest);
    if (rest.empty() || !parse_number(field)) return components;
    ++components;
  }
}

Embedding parse_text_vectors(std::string_view bytes, std::string_view path) {
  const std::optional<VectorHeader> header = parse_vector_header(bytes);
  const std::string_view body = trim_end(bytes.substr(header ? header->size : 0), kAllSpaces);
  // Without a header, the first line tells the number of components.
  const std::int64_t dim = header ? header->dim : count_components(body.substr(0, body.find('\n')));
  const LineBlocks lines(body);
  check_sizes(header, dim, lines.line_count(), body.size(), path);

  std::vector<std::string> words(static_cast<std::size_t>(lines.line_count()));
  Table table(lines.line_count(), dim);
  const std::int64_t first_line_number = header ? 2 : 1;
  lines.for_each_line([&](std::int64_t line, std::string_view text) {
    float* const row = table.row(line).data();
    words[static_cast<std::size_t>(line)] =
        parse_line(text, {row, static_cast<std::size_t>(dim)}, path, line + first_line_number);
  });
  return embedding_of_words(std::move(words), std::move(table));
}

void write_text_vectors(const Embedding& embedding, const TextVectorStyle& style,
                        OutputFile& file) {
  const Table& table = embedding.table;
  if (style.header) file.write(fmt::format("{} {}\n", table.rows(), table.cols()));
  // Rows are formatted in parallel, a batch of blocks at a time so that memory stays small.
  constexpr std::int64_t kBlocks = 16;
  const std::int64_t block_rows = 65536 / std::clamp<std::int64_t>(table.cols(), 1, 65536);
  std::vector<std::string> blocks(kBlocks);
  for (std::int64_t batch = 0; batch < table.rows(); batch += kBlocks * block_rows) {
    const std::int64_t batch_rows = std::min(kBlocks * block_rows, table.rows() - batch);
    parallel_blocks(batch_rows, block_rows,
                    [&](std::int64_t block, std::int64_t begin, std::int64_t end) {
                      std::string& text = blocks[static_cast<std::size_t>(block)];
                      text.clear();
                      for (std::int64_t row = batch + begin; row < batch + end; ++row) {
                        append_row(embedding.vocabulary.word(static_cast<std::int32_t>(row)),
                                   {table.row(row).data(), static_cast<std::size_t>(table.cols())},
                                   style, text);
                      }
                    });
    for (std::int64_t block = 0; block < block_count(batch_rows, block_rows); ++block) {
      file.write(blocks[static_cast<std::size_t>(block)]);
    }
  }
}

}  // namespace eigenlex
