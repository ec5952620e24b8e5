#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/evaluate/analogy_benchmark.hpp"

#include "core/in_quotes.hpp"
#include "text/table_reader.hpp"

namespace eigenlex {
namespace {

using internal::in_quotes;
using internal::name_of;
using internal::TableField;
using internal::TableReader;

constexpr std::size_t kWords = 4;
constexpr std::size_t kPair = 2;
/// Pairs of a section, each of which is asked by each other one.
constexpr std::size_t kMostPairs = 2000;

using Pair = std::array<std::string, kPair>;

/// A question of each two pairs.
std::vector<std::array<std::string, 4>> questions_of(const std::vector<Pair>& pairs) {
  std::vector<std::array<std::string, 4>> questions;
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    for (std::size_t j = 0; j < pairs.size(); ++j) {
      if (i != j) questions.push_back({pairs[i][0], pairs[i][1], pairs[j][0], pairs[j][1]});
    }
  }
  return questions;
}

/// Reads the questions of one file.
class QuestionReader {
 public:
  QuestionReader(TextLines lines, AnalogyBenchmark& benchmark,
                 const std::vector<std::string>& columns)
      : table_(std::move(lines),
               {.field_counts = counts_of(columns), .section_mark = ':', .columns = columns}),
        benchmark_(benchmark) {}

  void read() {
    while (table_.next()) {
      if (table_.is_section()) {
        end_section();
        benchmark_.sections.push_back({std::string(table_.section()), {}});
      } else {
        read_line();
      }
    }
    end_section();
    const bool has_questions = std::ranges::any_of(
        benchmark_.sections,
        [](const AnalogySection& section) { return !section.questions.empty(); });
    if (!has_questions) {
      throw FormatError(
          fmt::format("{}: no questions; expected lines of four words, or two pairs "
                      "of words at least",
                      table_.name()));
    }
    benchmark_.notes = std::move(table_.notes());
  }

 private:
  static std::vector<std::size_t> counts_of(const std::vector<std::string>& columns) {
    if (!columns.empty() && columns.size() != kWords && columns.size() != kPair) {
      throw OptionError("columns", fmt::format("{} columns", columns.size()),
                        "must be four, those of the words, or two, those of a pair");
    }
    return {kWords, kPair};
  }

  void read_line() {
    const std::span<const TableField> fields = table_.fields();
    if (size_ == 0) size_ = fields.size() == kPair ? kPair : kWords;
    if (fields.size() != size_) {
      table_.fail(fmt::format("expected {} words or \": section\", found {}, parted by {}",
                              size_ == kPair ? "two" : "four", fields.size(),
                              name_of(table_.separator())));
    }
    if (benchmark_.sections.empty()) benchmark_.sections.emplace_back();
    for (const TableField& field : fields) {
      if (field.text.empty()) table_.fail("a word is empty");
      if (!has_alternatives_ && field.text.find('/', 1) < field.text.size() - 1) {
        has_alternatives_ = true;
        table_.note(
            fmt::format("a word such as {} in line {} stands for any of its parts, unless "
                        "it is known as it is",
                        in_quotes(field.text), table_.line()));
      }
    }
    if (size_ == kPair) return add_pair(fields);
    std::array<std::string, 4> question;
    std::ranges::transform(fields, question.begin(),
                           [](const TableField& field) { return std::string(field.text); });
    benchmark_.sections.back().questions.push_back(std::move(question));
  }

  void add_pair(std::span<const TableField> fields) {
    if (pairs_.size() == kMostPairs) {
      table_.fail(
          fmt::format("a section has more than {} pairs; each is asked by each other", kMostPairs));
    }
    pairs_.push_back({std::string(fields[0].text), std::string(fields[1].text)});
  }

  void end_section() {
    if (pairs_.empty()) return;
    benchmark_.sections.back().questions = questions_of(pairs_);
    pairs_.clear();
  }

  TableReader table_;
  AnalogyBenchmark& benchmark_;
  std::size_t size_ = 0;     // words of a line
  std::vector<Pair> pairs_;  // of the section
  bool has_alternatives_ = false;
};

AnalogyBenchmark read_questions(TextLines lines, const std::filesystem::path& path,
                                const std::vector<std::string>& columns) {
  AnalogyBenchmark benchmark{.name = path.stem().string(), .sections = {}};
  QuestionReader(std::move(lines), benchmark, columns).read();
  return benchmark;
}

}  // namespace

AnalogyBenchmark parse_analogy_benchmark(std::string_view text, const std::filesystem::path& path,
                                         const std::vector<std::string>& columns) {
  return read_questions(TextLines::of_text(text, path.string()), path, columns);
}

AnalogyBenchmark read_analogy_benchmark(const std::filesystem::path& path,
                                        const std::vector<std::string>& columns) {
  return read_questions(TextLines::of_file(path.string()), path, columns);
}

}  // namespace eigenlex
