#include "compact_export.hpp"

#include <algorithm>
#include <optional>
#include <utility>
#include <variant>

#include <nlohmann/json.hpp>

#include "eigenlex/evaluate/similarity_benchmark.hpp"
#include "eigenlex/query/neighbours.hpp"
#include "eigenlex/query/unit_table.hpp"
#include "eigenlex/refine/quantize.hpp"

namespace eigenlex::tool {
namespace {

constexpr const char* kInt8 = "int8";
constexpr const char* kPq = "pq";
constexpr std::int32_t kNeighbours = 10;
/// Words whose neighbours are compared, spread evenly over the frequencies.
constexpr std::int32_t kRecallWords = 1000;

/// Bytes of the arrays of a table.
std::int64_t bytes_of(const Int8Table& table) {
  return table.codes.size() + 4 * table.scales.size();
}

std::int64_t bytes_of(const PqTable& table) {
  return table.codes.size() + 4 * table.codebook.size() + 4 * std::ssize(table.columns) +
         std::ssize(table.lengths);
}

/// Share of the nearest words of the one table that are among those of the other.
double recall(const UnitTable& original, const UnitTable& approximation,
              const Vocabulary& vocabulary) {
  std::vector<std::int32_t> words;
  const std::int32_t step = std::max(1, vocabulary.size() / kRecallWords);
  for (std::int32_t id = 0; id < vocabulary.size(); id += step) words.push_back(id);
  const NeighbourOptions options{.count = kNeighbours};
  const auto wanted = nearest_words(original, vocabulary, words, options);
  const auto found = nearest_words(approximation, vocabulary, words, options);
  std::int64_t all = 0, hits = 0;
  for (std::size_t i = 0; i < words.size(); ++i) {
    for (const Neighbour& neighbour : wanted[i]) {
      ++all;
      hits += std::ranges::count(found[i], neighbour.id, &Neighbour::id);
    }
  }
  return all == 0 ? 1.0 : static_cast<double>(hits) / static_cast<double>(all);
}

nlohmann::json scores(const UnitTable& original, const UnitTable& approximation,
                      const Vocabulary& vocabulary,
                      const std::vector<SimilarityBenchmark>& benchmarks) {
  const auto number = [](const std::optional<double>& value) {
    return value ? nlohmann::json(*value) : nlohmann::json(nullptr);
  };
  nlohmann::json list = nlohmann::json::object();
  for (const SimilarityBenchmark& benchmark : benchmarks) {
    const SimilarityScore before = score_similarity(original, vocabulary, benchmark);
    const SimilarityScore after = score_similarity(approximation, vocabulary, benchmark);
    list[before.name] = {{"original", number(before.spearman)},
                         {"compact", number(after.spearman)}};
  }
  return list;
}

nlohmann::json describe(const Model& model, const CompactModel& compact,
                        const std::vector<SimilarityBenchmark>& benchmarks) {
  const Vocabulary& vocabulary = model.words.vocabulary;
  Table decoded = std::visit([](const auto& table) { return decode(table); }, compact.table);
  const TableError error = table_error(model.words.table, decoded);
  const UnitTable original(model.words.table), approximation(std::move(decoded));
  const std::int64_t bytes =
      std::visit([](const auto& table) { return bytes_of(table); }, compact.table);
  nlohmann::json description{{"table_bytes", bytes},
                             {"original_bytes", 4 * model.words.table.size()},
                             {"mean_cosine_error", error.mean_cosine_error},
                             {"worst_cosine_error", error.worst_cosine_error},
                             {"recall_at_10", recall(original, approximation, vocabulary)}};
  if (!benchmarks.empty()) {
    description["similarity"] = scores(original, approximation, vocabulary, benchmarks);
  }
  return description;
}

}  // namespace

void add_compact_options(CLI::App& command, CompactSettings& settings) {
  command
      .add_option("--subvectors", settings.subvectors, "Bytes a word in pq, at most the dimensions")
      ->capture_default_str();
  command.add_option("--seed", settings.seed, "Seed of the codebooks of pq")->capture_default_str();
  command
      .add_option("--similarity", settings.similarity_files,
                  "File of word pairs; int8 and pq record the scores before and after")
      ->option_text("FILE")
      ->allow_extra_args(false);
}

bool is_compact_format(const std::string& name) { return name == kInt8 || name == kPq; }

Model as_model(CompactModel compact) {
  nlohmann::json description = compact.description.value("model", nlohmann::json::object());
  if (!description.is_object()) description = nlohmann::json::object();
  return {.words = decode(std::move(compact)),
          .contexts = {},
          .singular_values = {},
          .description = std::move(description)};
}

CompactModel make_compact(const Model& model, const std::string& format,
                          const CompactSettings& settings) {
  std::vector<SimilarityBenchmark> benchmarks;
  for (const std::string& path : settings.similarity_files) {
    benchmarks.push_back(read_similarity_benchmark(path));
  }
  CompactModel compact{.vocabulary = model.words.vocabulary, .table = {}};
  const Table& table = model.words.table;
  if (format == kInt8) {
    compact.table = quantize_int8(table);
  } else {
    compact.table = quantize_pq(table, {.subvectors = settings.subvectors, .seed = settings.seed});
  }
  nlohmann::json measured = describe(model, compact, benchmarks);
  measured["format"] = format;
  compact.description = {{"model", model.description}, {"compact", std::move(measured)}};
  return compact;
}

}  // namespace eigenlex::tool
