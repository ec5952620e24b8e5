#include "eigenlex/evaluate/similarity_benchmark.hpp"

#include <charconv>
#include <cmath>
#include <system_error>

#include <fmt/format.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/file.hpp"
#include "eigenlex/evaluate/benchmark_lines.hpp"
#include "eigenlex/evaluate/word_lookup.hpp"

namespace eigenlex {
namespace {

constexpr std::string_view kSeparators = " \t,;";

std::optional<double> parse_score(std::string_view field) {
  double score = 0;
  const char* end = field.data() + field.size();
  const auto [stop, error] = std::from_chars(field.data(), end, score);
  if (error != std::errc() || stop != end || !std::isfinite(score)) return std::nullopt;
  return score;
}

}  // namespace

SimilarityBenchmark parse_similarity_benchmark(std::string_view text,
                                               const std::filesystem::path& path) {
  SimilarityBenchmark benchmark{.name = path.stem().string(), .pairs = {}};
  bool may_be_header = true;
  for (const BenchmarkLine& line : benchmark_lines(text)) {
    const std::vector<std::string_view> fields = split_fields(line.text, kSeparators);
    if (fields.size() < 3) {
      throw FormatError::at_line(
          path.string(), line.number,
          fmt::format("expected two words and a score, found {} fields", fields.size()));
    }
    if (const std::optional<double> score = parse_score(fields[2])) {
      benchmark.pairs.push_back({std::string(fields[0]), std::string(fields[1]), *score});
    } else if (!may_be_header) {
      throw FormatError::at_line(path.string(), line.number,
                                 fmt::format("the score \"{}\" is not a finite number", fields[2]));
    }
    may_be_header = false;
  }
  if (benchmark.pairs.empty()) {
    throw FormatError::at_path(path.string(), "no pairs; expected lines of two words and a score");
  }
  return benchmark;
}

SimilarityBenchmark read_similarity_benchmark(const std::filesystem::path& path) {
  const FileBytes file(path);
  return parse_similarity_benchmark(file.bytes(), path);
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
    const std::optional<std::int32_t> first = words.find(pair.first);
    const std::optional<std::int32_t> second = words.find(pair.second);
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

}  // namespace eigenlex
