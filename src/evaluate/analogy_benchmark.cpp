#include "eigenlex/evaluate/analogy_benchmark.hpp"

#include <algorithm>
#include <utility>

#include "evaluate/word_lookup.hpp"

namespace eigenlex {
namespace {

using internal::WordLookup;

/// Questions that can be asked, each with its answers and the section it belongs to.
struct CoveredQuestions {
  std::vector<AnalogyQuestion> questions;
  std::vector<std::vector<std::int32_t>> answers;
  std::vector<std::size_t> sections;
  /// The number of each among all questions.
  std::vector<std::size_t> places;
};

double percentage(std::int64_t part, std::int64_t whole) {
  return 100 * static_cast<double>(part) / static_cast<double>(whole);
}

/// How a word may be meant: as it is written, else as one of its parts between slashes.
std::vector<std::string_view> spellings_of(std::string_view word) {
  std::vector<std::string_view> spellings{word};
  if (word.find('/') == std::string_view::npos) return spellings;
  while (!word.empty()) {
    const std::size_t end = std::min(word.find('/'), word.size());
    if (end > 0) spellings.push_back(word.substr(0, end));
    word.remove_prefix(std::min(end + 1, word.size()));
  }
  return spellings;
}

/// The ids of all that a word may mean, of the spelling found first before the others.
std::vector<std::int32_t> meanings_of(std::string_view word, WordLookup& words) {
  const std::vector<std::string_view> spellings = spellings_of(word);
  const std::optional<std::int32_t> first = words.find_any(spellings);
  if (!first) return {};
  std::vector<std::int32_t> ids{*first};
  const bool as_written = words.knows(spellings.front());
  for (std::size_t i = 1; i < spellings.size() && !as_written; ++i) {
    if (words.knows(spellings[i])) ids.push_back(*words.find(spellings[i]));
  }
  return ids;
}

/// Sorts a question in: counts it in `tally` if it cannot be asked, else adds it to `covered`.
void look_up(const std::array<std::string, 4>& question, WordLookup& words, std::int32_t limit,
             std::size_t section, std::size_t place, AnalogyTally& tally,
             CoveredQuestions& covered) {
  std::array<std::vector<std::int32_t>, 4> ids;
  for (std::size_t i = 0; i < ids.size(); ++i) ids[i] = meanings_of(question[i], words);
  ++tally.questions;
  if (!std::ranges::all_of(ids, [](const auto& id) { return !id.empty(); })) {
    ++tally.unknown;
  } else if (!std::ranges::all_of(ids, [&](const auto& id) { return id.front() < limit; })) {
    ++tally.beyond_restriction;
  } else {
    covered.questions.push_back({ids[0].front(), ids[1].front(), ids[2].front()});
    covered.answers.push_back(std::move(ids[3]));
    covered.sections.push_back(section);
    covered.places.push_back(place);
  }
}

}  // namespace

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
                             const AnalogyBenchmark& benchmark, const AnalogyOptions& options,
                             const Progress& progress) {
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

  const auto found = solve_analogies(units, vocabulary, covered.questions, best_only, progress);
  for (std::size_t i = 0; i < found.size(); ++i) {
    const bool correct =
        !found[i].empty() && std::ranges::count(covered.answers[i], found[i].front().id) > 0;
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

nlohmann::ordered_json to_json(const AnalogyTally& tally) {
  nlohmann::ordered_json object{
      {"name", tally.name},           {"accuracy", nullptr},
      {"correct", tally.correct},     {"covered", tally.covered()},
      {"questions", tally.questions}, {"coverage", tally.coverage()},
      {"unknown", tally.unknown},     {"beyond_restriction", tally.beyond_restriction}};
  if (const auto accuracy = tally.accuracy()) object["accuracy"] = *accuracy;
  return object;
}

nlohmann::ordered_json to_json(const AnalogyScore& score, const AnalogyOptions& options) {
  auto sections = nlohmann::ordered_json::array();
  for (const AnalogyTally& section : score.sections) sections.push_back(to_json(section));
  return {{"name", score.name},
          {"objective", objective_name(options.objective)},
          {"restrict", options.restrict_to},
          {"sections", std::move(sections)},
          {"semantic", to_json(score.semantic)},
          {"syntactic", to_json(score.syntactic)},
          {"total", to_json(score.total)},
          {"unknown_words", score.unknown_words}};
}

}  // namespace eigenlex
