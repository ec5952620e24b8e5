#include "eigenlex/evaluate/similarity_benchmark.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include <fmt/format.h>

#include "eigenlex/core/error.hpp"

#include "core/in_quotes.hpp"
#include "evaluate/word_lookup.hpp"
#include "text/lower_case.hpp"
#include "text/number_column.hpp"
#include "text/table_reader.hpp"

namespace eigenlex {
namespace {

using internal::in_quotes;
using internal::lower_cased;
using internal::may_name_numbers;
using internal::name_of;
using internal::NumberColumn;
using internal::TableField;
using internal::TableReader;
using internal::WordLookup;

constexpr std::size_t kFields = 3;

bool is_part_of_speech(std::string_view text) {
  constexpr std::array kTags{"n",  "v",  "a",    "j",    "r",   "s",   "nn",
                             "vb", "jj", "noun", "verb", "adj", "adv", "rb"};
  return std::ranges::count(kTags, lower_cased(text)) > 0;
}

/// The word without the part of speech that it ends in, as in "sun-n", "sun_NN" or "sun#noun"; all
/// of it where it ends in none.
std::string_view without_tag(std::string_view word) {
  const std::size_t mark = word.find_last_of("-_#/|.");
  if (mark == std::string_view::npos || mark == 0) return word;
  return is_part_of_speech(word.substr(mark + 1)) ? word.substr(0, mark) : word;
}

/// Reads the pairs of one table.
class PairReader {
 public:
  explicit PairReader(TextLines lines, const std::vector<std::string>& columns)
      : table_(std::move(lines), {.field_counts = {kFields},
                                  .numbers_from = kFields - 1,
                                  .counts_lines = true,
                                  .columns = columns}) {}

  std::vector<SimilarityPair> read() {
    while (table_.next()) read_line();
    scores_.finish(table_.name());
    if (pairs_.empty()) {
      throw FormatError::at_path(table_.name(),
                                 "no pairs; expected lines of two words and a score");
    }
    return std::move(pairs_);
  }
  Notes notes() { return std::move(table_.notes()); }

 private:
  void read_line() {
    const std::span<const TableField> fields = table_.fields();
    if (fields.size() < kFields) {
      table_.fail(fmt::format("expected two words and a score, found {} fields, parted by {}",
                              fields.size(), name_of(table_.separator())));
    }
    if (pairs_.empty()) find_score(fields);
    if (column_ >= fields.size()) table_.fail("has no score");
    const std::string_view text = fields[column_].text;
    const std::optional<double> score = scores_.parse(text, table_.line());
    if (!score) {
      if (may_be_header_ && column_ == kFields - 1 && may_name_numbers(text) &&
          may_name_columns(fields.subspan(kFields))) {
        may_be_header_ = false;
        header_size_ = fields.size();
        return table_.note_header();
      }
      table_.fail(
          fmt::format("the score {} is not a number; if the score is another column, name "
                      "the columns of the words and the score",
                      in_quotes(text)));
    }
    if (!std::isfinite(*score)) {
      table_.fail(fmt::format("the score {} is not a finite number", in_quotes(text)));
    }
    if (table_.may_split_number(column_, header_size_)) {
      table_.fail(
          fmt::format("\"{},{}\" may be a score with a decimal comma or two columns: write "
                      "a decimal point, or name the columns",
                      fields[column_].text, fields[column_ + 1].text));
    }
    for (const TableField& word : fields.first(2)) {
      if (word.text.empty()) table_.fail("a word is empty");
    }
    may_be_header_ = false;
    pairs_.push_back({std::string(fields[0].text), std::string(fields[1].text), *score});
  }

  /// Whether fields may be names of further columns. One number among words is a score.
  static bool may_name_columns(std::span<const TableField> fields) {
    std::int64_t numbers = 0, whole_numbers = 0;
    for (const TableField& field : fields) {
      if (NumberColumn().parse(field.text, 0)) ++numbers;
      if (field.text.find_first_not_of("0123456789") == std::string_view::npos) ++whole_numbers;
    }
    return numbers == 0 || (numbers > 1 && numbers == whole_numbers);
  }

  /// Where the third column holds words, the score is in the first of numbers after it.
  void find_score(std::span<const TableField> fields) {
    const auto is_number = [](const TableField& field) {
      return NumberColumn().parse(field.text, 0).has_value();
    };
    const TableField& third = fields[kFields - 1];
    // The names of columns may be numbers too.
    const bool holds_words =
        may_be_header_ ? is_part_of_speech(third.text) : may_name_numbers(third.text);
    if (table_.has_columns() || is_number(third) || !holds_words) return;
    const auto found = std::find_if(fields.begin() + kFields, fields.end(), is_number);
    if (found == fields.end()) return;
    column_ = static_cast<std::size_t>(found - fields.begin());
    table_.note(fmt::format("column {} is taken for the score, as column 3 holds words ({})",
                            column_ + 1, in_quotes(third.text)));
  }

  TableReader table_;
  NumberColumn scores_;
  std::vector<SimilarityPair> pairs_;
  std::size_t column_ = kFields - 1;  // of the score
  std::size_t header_size_ = 0;
  bool may_be_header_ = true;
};

bool is_tagged(const SimilarityPair& pair) {
  return without_tag(pair.first).size() < pair.first.size() &&
         without_tag(pair.second).size() < pair.second.size();
}

SimilarityBenchmark read_pairs(TextLines lines, const std::filesystem::path& path,
                               const std::vector<std::string>& columns) {
  if (!columns.empty() && columns.size() != kFields) {
    throw OptionError("columns", fmt::format("{} columns", columns.size()),
                      "must be three: those of the two words and of the score");
  }
  PairReader reader(std::move(lines), columns);
  SimilarityBenchmark benchmark{.name = path.stem().string(), .pairs = reader.read()};
  benchmark.notes = reader.notes();
  benchmark.tagged_words = std::ranges::all_of(benchmark.pairs, is_tagged);
  if (benchmark.tagged_words) {
    benchmark.notes.push_back(
        fmt::format("{}: all words end in a part of speech, as in {}; where one is unknown, it is "
                    "looked up without",
                    path.string(), in_quotes(benchmark.pairs.front().first)));
  }
  return benchmark;
}

}  // namespace

SimilarityBenchmark parse_similarity_benchmark(std::string_view text,
                                               const std::filesystem::path& path,
                                               const std::vector<std::string>& columns) {
  return read_pairs(TextLines::of_text(text, path.string()), path, columns);
}

SimilarityBenchmark read_similarity_benchmark(const std::filesystem::path& path,
                                              const std::vector<std::string>& columns) {
  return read_pairs(TextLines::of_file(path.string()), path, columns);
}

SimilarityScore score_similarity(const UnitTable& units, const Vocabulary& vocabulary,
                                 const SimilarityBenchmark& benchmark,
                                 const BootstrapOptions& options) {
  require_same_size(units, vocabulary);
  WordLookup words(vocabulary);
  SimilarityScore result;
  std::vector<double> cosines;
  std::vector<double> scores;
  for (const SimilarityPair& pair : benchmark.pairs) {
    const auto find = [&](const std::string& word) {
      return benchmark.tagged_words
                 ? words.find_any(std::array{std::string_view(word), without_tag(word)})
                 : words.find(word);
    };
    const std::optional<std::int32_t> first = find(pair.first);
    const std::optional<std::int32_t> second = find(pair.second);
    std::optional<double>& cosine = result.cosines.emplace_back();
    if (!first || !second) continue;
    cosine = units.cosine(*first, *second);
    cosines.push_back(*cosine);
    scores.push_back(pair.score);
  }

  result.name = benchmark.name;
  result.pairs = std::ssize(benchmark.pairs);
  result.covered = std::ssize(cosines);
  result.unknown_words = words.unknown_words();
  if (const auto correlation = spearman(cosines, scores)) result.spearman = 100 * *correlation;
  if (const auto interval = bootstrap_spearman(cosines, scores, options)) {
    result.interval = Interval{100 * interval->low, 100 * interval->high};
  }
  return result;
}

nlohmann::ordered_json to_json(const SimilarityScore& score) {
  nlohmann::ordered_json object{{"name", score.name},
                                {"spearman", nullptr},
                                {"interval", nullptr},
                                {"pairs", score.pairs},
                                {"covered", score.covered},
                                {"uncovered", score.uncovered()},
                                {"unknown_words", score.unknown_words}};
  if (score.spearman) object["spearman"] = *score.spearman;
  if (score.interval) object["interval"] = {score.interval->low, score.interval->high};
  return object;
}

}  // namespace eigenlex
