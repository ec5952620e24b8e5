#include "embedding/text_vectors.hpp"

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

#include "core/in_quotes.hpp"
#include "embedding/read_words.hpp"
#include "embedding/vector_header.hpp"
#include "text/known_files.hpp"

namespace eigenlex::internal {
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

/// Fills `values` from the last fields of a line and returns the word, which is the rest. A word
/// may be blanks, or nothing at all.
std::string_view parse_line(std::string_view line, std::span<float> values, std::string_view path,
                            std::int64_t line_number) {
  line = trim_end(line, kLineSpaces);
  std::string_view word;
  if (parse_plain_line(line, values, word)) return word;
  word = line;
  std::size_t numbers = line.size();  // where they begin
  for (std::size_t i = values.size(); i > 0; --i) {
    const std::string_view field = take_last_field(word);
    const std::optional<float> value = parse_number(field);
    numbers = static_cast<std::size_t>(field.data() - line.data());
    const bool is_short = field.empty() || (word.empty() && (i > 1 || numbers == 0));
    if (is_short || !value) {
      const std::string problem = is_short
                                      ? std::string("the line is too short")
                                      : fmt::format("{} is not a finite number", in_quotes(field));
      throw FormatError::at_line(
          path, line_number,
          fmt::format("{}: expected a word and {} numbers{}", problem, values.size(),
                      field.find(':') == std::string_view::npos
                          ? ""
                          : "; sparse vectors, index:number, are not read"));
    }
    values[i - 1] = *value;
  }
  if (word.empty()) return line.substr(0, numbers - 1);
  return word.substr(word.find_first_not_of(kSeparators));
}

bool is_blank(std::string_view line) {
  return line.find_first_not_of(kLineSpaces) == std::string_view::npos;
}

/// The lines of a text that are not blank, cut at the fixed blocks in which they start.
class LineBlocks {
 public:
  explicit LineBlocks(std::string_view text) : text_(text) {
    const std::int64_t size = static_cast<std::int64_t>(text.size());
    firsts_.assign(static_cast<std::size_t>(block_count(size, kBlockBytes)) + 1, {});
    parallel_blocks(size, kBlockBytes,
                    [&](std::int64_t block, std::int64_t begin, std::int64_t end) {
                      Place& counted = firsts_[static_cast<std::size_t>(block) + 1];
                      walk(begin, end, [&](std::string_view line) {
                        ++counted.line;
                        if (!is_blank(line)) ++counted.row;
                      });
                    });
    for (std::size_t i = 1; i < firsts_.size(); ++i) {
      firsts_[i].line += firsts_[i - 1].line;
      firsts_[i].row += firsts_[i - 1].row;
    }
  }

  /// Lines that are not blank.
  std::int64_t row_count() const { return firsts_.back().row; }
  std::int64_t blank_count() const { return firsts_.back().line - firsts_.back().row; }

  /// Calls `body(row, line, text)` for each line that is not blank, its number among those and
  /// among all counted from 0, in parallel.
  template <class Body>
  void for_each_row(const Body& body) const {
    const std::int64_t size = static_cast<std::int64_t>(text_.size());
    parallel_blocks(size, kBlockBytes,
                    [&](std::int64_t block, std::int64_t begin, std::int64_t end) {
                      Place next = firsts_[static_cast<std::size_t>(block)];
                      walk(begin, end, [&](std::string_view line) {
                        if (!is_blank(line)) body(next.row++, next.line, line);
                        ++next.line;
                      });
                    });
  }

 private:
  struct Place {
    std::int64_t line = 0;
    std::int64_t row = 0;
  };

  /// Calls `body` for each line that starts in the bytes `begin` .. `end` - 1.
  template <class Body>
  void walk(std::int64_t begin, std::int64_t end, const Body& body) const {
    const auto limit = static_cast<std::size_t>(end);
    auto at = static_cast<std::size_t>(begin);
    if (at > 0) {
      // A line starts after a line end. Only this block is searched: it may be the inside of a line
      // over many blocks.
      const std::size_t line_end = text_.substr(at - 1, limit - at).find('\n');
      if (line_end == std::string_view::npos) return;
      at += line_end;
    }
    while (at < limit) {
      const std::size_t line_end = std::min(text_.find('\n', at), text_.size());
      body(text_.substr(at, line_end - at));
      at = line_end + 1;
    }
  }

  std::string_view text_;
  /// The first that starts in each block, and at the end how many there are.
  std::vector<Place> firsts_;
};

/// Refuses sizes that the text cannot hold, before anything of those sizes is allocated.
void check_sizes(std::int64_t dim, std::int64_t rows, std::string_view body,
                 std::string_view path) {
  if (dim < 1) {
    const std::optional<std::string> known = known_text_file(body);
    throw FormatError::at_line(
        path, 1,
        known ? fmt::format("no numbers, but what looks like {}", *known)
              : std::string("no numbers: expected a header or a word and its vector"));
  }
  // A number takes two bytes.
  if (rows > 0 && dim > static_cast<std::int64_t>(body.size()) / (2 * rows)) {
    throw FormatError::at_line(path, 1,
                               fmt::format("{} lines of {} numbers do not fit in {} bytes: "
                                           "truncated, or sparse vectors?",
                                           rows, dim, body.size()));
  }
  if (rows > std::numeric_limits<std::int32_t>::max()) {
    throw FormatError::at_path(path, "has more than 2^31 - 1 words");
  }
}

/// What a header says beside what there is. Fewer lines may have been taken out by hand or got
/// lost: that is an error where the last of them has no end.
void check_promise(const VectorHeader& header, std::int64_t rows, bool ends_whole,
                   std::string_view path, Notes& notes) {
  if (header.words == rows) return;
  if (rows < header.words && (rows == 0 || !ends_whole)) {
    throw FormatError::at_line(path, 1,
                               fmt::format("the header promises {} words, but {} lines follow, the "
                                           "last without its end: truncated?",
                                           header.words, rows));
  }
  notes.push_back(fmt::format("{}: the header promises {} words, but {} lines follow: {}", path,
                              header.words, rows,
                              rows < header.words ? "was the file cut short?" : "all are read"));
}

/// Whether the text is two whole numbers of any size and sign, as headers are. Blanks before them
/// are a word.
bool is_like_header(std::string_view line) {
  if (line.find_first_of(kSeparators) == 0) return false;
  std::size_t fields = 0;
  for (line = trim_end(line, kLineSpaces); !line.empty(); ++fields) {
    std::string_view field = take_last_field(line);
    if (field.starts_with('-') || field.starts_with('+')) field.remove_prefix(1);
    if (field.empty() || field.find_first_not_of("0123456789") != std::string_view::npos) {
      return false;
    }
  }
  return fields == 2;
}

/// Refuses a first line that was to be a header but for its numbers.
void check_first_line(std::string_view body, std::string_view path) {
  const std::size_t end = body.find('\n');
  if (end == std::string_view::npos || !is_like_header(body.substr(0, end))) return;
  const std::string_view second = body.substr(end + 1);
  if (count_components(second.substr(0, second.find('\n'))) == 1) return;
  throw FormatError::at_line(
      path, 1,
      fmt::format("the header {} cannot be: expected how many words and numbers a word there are",
                  in_quotes(trim_end(body.substr(0, end), kLineSpaces))));
}

/// Words with a number at their end may be those of lines with more numbers than expected: where
/// all of them are, they are.
void check_words(const std::vector<std::string>& words, std::int64_t dim, std::string_view path,
                 Notes& notes) {
  const auto ends_in_number = [](const std::string& word) {
    const std::size_t blank = word.find_last_of(kSeparators);
    return blank != std::string::npos && parse_number(std::string_view(word).substr(blank + 1));
  };
  const auto first = std::ranges::find_if(words, ends_in_number);
  if (first == words.end()) return;
  const auto count = std::count_if(first, words.end(), ends_in_number);
  if (count == std::ssize(words)) {
    throw FormatError::at_line(path, 1,
                               fmt::format("the header promises {} numbers a word, but all lines "
                                           "have more: in the first, {} is left as the word",
                                           dim, in_quotes(words.front())));
  }
  notes.push_back(
      fmt::format("{}: {} in a number, such as {}: do their lines have more than {} "
                  "numbers?",
                  path, count == 1 ? "a word ends" : fmt::format("{} words end", count),
                  in_quotes(*first), dim));
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
    const bool is_number = parse_number(field).has_value();
    // What is left is the word; blanks alone are one too.
    if (rest.empty()) return is_number && field.data() > line.data() ? components + 1 : components;
    if (!is_number) return components;
    ++components;
  }
}

Embedding parse_text_vectors(std::string_view bytes, std::string_view path, Notes* notes) {
  Notes unused;
  Notes& found = notes == nullptr ? unused : *notes;
  const std::optional<VectorHeader> header = parse_vector_header(bytes);
  const std::string_view rest = bytes.substr(header ? header->size : 0);
  const std::string_view body = trim_end(rest, kAllSpaces);
  // Without a header, the first line tells the number of components.
  const std::int64_t dim = header ? header->dim : count_components(body.substr(0, body.find('\n')));
  if (!header) check_first_line(body, path);
  const LineBlocks lines(body);
  check_sizes(dim, lines.row_count(), body, path);
  const bool ends_whole = rest.substr(body.size()).find('\n') != std::string_view::npos;
  if (header) check_promise(*header, lines.row_count(), ends_whole, path, found);
  if (lines.blank_count() > 0) {
    found.push_back(fmt::format("{}: {} blank lines are left out", path, lines.blank_count()));
  }

  std::vector<std::string> words(static_cast<std::size_t>(lines.row_count()));
  Table table(lines.row_count(), dim);
  const std::int64_t first_line_number = header ? 2 : 1;
  lines.for_each_row([&](std::int64_t row, std::int64_t line, std::string_view text) {
    words[static_cast<std::size_t>(row)] =
        parse_line(text, {table.row(row).data(), static_cast<std::size_t>(dim)}, path,
                   line + first_line_number);
  });
  check_words(words, dim, path, found);
  return embedding_of_read_words(std::move(words), std::move(table), path, found);
}

void write_text_vectors(const Embedding& embedding, const TextVectorStyle& style, ByteSink& file) {
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

}  // namespace eigenlex::internal
