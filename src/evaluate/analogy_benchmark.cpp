#include "eigenlex/evaluate/analogy_benchmark.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/file.hpp"
#include "eigenlex/evaluate/benchmark_lines.hpp"
#include "eigenlex/evaluate/word_lookup.hpp"

namespace eigenlex {
namespace {

constexpr std::string_view kSeparators = " \t";

/// Questions that can be asked, each with its answer and the section it belongs to.
struct CoveredQuestions {
  std::vector<AnalogyQuestion> questions;
  std::vector<std::int32_t> answers;
  std::vector<std::size_t> sections;
  /// The number of each among all questions.
  std::vector<std::size_t> places;
};

double percentage(std::int64_t part, std::int64_t whole) {
  return 100 * static_cast<double>(part) / static_cast<double>(whole);
}

/// Sorts a question in: counts it in `tally` if it cannot be asked, else adds it to `covered`.
void look_up(const std::array<std::string, 4>& question, WordLookup& words, std::int32_t limit,
             std::size_t section, std::size_t place, AnalogyTally& tally,
             CoveredQuestions& covered) {
  std::array<std::optional<std::int32_t>, 4> ids;
  for (std::size_t i = 0; i < ids.size(); ++i) ids[i] = words.find(question[i]);
  ++tally.questions;
  if (!std::ranges::all_of(ids, [](const auto& id) { return id.has_value(); })) {
    ++tally.unknown;
  } else if (!std::ranges::all_of(ids, [&](const auto& id) { return *id < limit; })) {
    ++tally.beyond_restriction;
  } else {
    covered.questions.push_back({*ids[0], *ids[1], *ids[2]});
    covered.answers.push_back(*ids[3]);
    covered.sections.push_back(section);
    covered.places.push_back(place);
  }
}

}  // namespace

AnalogyBenchmark parse_analogy_benchmark(std::string_view text, const std::filesystem::path& path) {
  AnalogyBenchmark benchmark{.name = path.stem().string(), .sections = {}};
  bool has_questions = false;
  for (const BenchmarkLine& line : benchmark_lines(text)) {
    if (line.text.starts_with(':')) {
      const std::size_t name = line.text.find_first_not_of(": \t");
      benchmark.sections.push_back(
          {std::string(line.text.substr(std::min(name, line.text.size()))), {}});
      continue;
    }
    const std::vector<std::string_view> fields = split_fields(line.text, kSeparators);
    if (fields.size() != 4) {
      throw FormatError::at_line(
          path.string(), line.number,
          fmt::format("expected four words or \": section\", found {} words", fields.size()));
    }
    if (benchmark.sections.empty()) benchmark.sections.emplace_back();
    std::array<std::string, 4> question;
    std::ranges::copy(fields, question.begin());
    benchmark.sections.back().questions.push_back(std::move(question));
    has_questions = true;
  }
  if (!has_questions) {
    throw FormatError::at_path(path.string(), "no questions; expected lines of four words");
  }
  return benchmark;
}

AnalogyBenchmark read_analogy_benchmark(const std::filesystem::path& path) {
  const FileBytes file(path);
  return parse_analogy_benchmark(file.bytes(), path);
}

std::optional<double> AnalogyTally::accuracy() const {
  if (covered() == 0) return std::nullopt;
  return percentage(correct, covered());
}

double AnalogyTally::coverage() const {
  return questions == 0 ? 0 : percentage(covered(), questions);
}

AnalogyTally& AnalogyTally::operator+=(const AnalogyTally& other) {
  questions += other.questions;
  unknown += other.unknown;
  beyond_restriction += other.beyond_restriction;
  correct += other.correct;
  return *this;
}

AnalogyScore score_analogies(const UnitTable& units, const Vocabulary& vocabulary,
                             const AnalogyBenchmark& benchmark, const AnalogyOptions& options) {
  require_same_size(units, vocabulary);
  AnalogyOptions best_only = options;
  best_only.count = 1;
  best_only.validate();

  AnalogyScore result;
  result.name = benchmark.name;
  const std::int32_t limit =
      options.restrict_to == 0 ? units.size() : std::min(options.restrict_to, units.size());
  WordLookup words(vocabulary);
  CoveredQuestions covered;
  for (const AnalogySection& section : benchmark.sections) {
    AnalogyTally tally{.name = section.name};
    for (const auto& question : section.questions) {
      look_up(question, words, limit, result.sections.size(), result.outcomes.size(), tally,
              covered);
      result.outcomes.emplace_back();
    }
    result.sections.push_back(std::move(tally));
  }

  const auto found = solve_analogies(units, vocabulary, covered.questions, best_only);
  for (std::size_t i = 0; i < found.size(); ++i) {
    const bool correct = !found[i].empty() && found[i].front().id == covered.answers[i];
    result.outcomes[covered.places[i]] = correct;
    if (correct) ++result.sections[covered.sections[i]].correct;
  }
  for (const AnalogyTally& tally : result.sections) {
    (tally.name.starts_with("gram") ? result.syntactic : result.semantic) += tally;
    result.total += tally;
  }
  result.unknown_words = words.unknown_words();
  return result;
}

}  // namespace eigenlex
