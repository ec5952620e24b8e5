#include "compact_export.hpp"

#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "eigenlex/evaluate/compact_quality.hpp"
#include "eigenlex/refine/quantize.hpp"

namespace eigenlex::tool {
namespace {

constexpr const char* kInt8 = "int8";
constexpr const char* kPq = "pq";

}  // namespace

void add_compact_options(CLI::App& command, CompactSettings& settings) {
  command.add_option("--subvectors", settings.subvectors,
                     "Bytes a word in pq, at most the dimensions");
  command.add_option("--seed", settings.seed, "Seed of the codebooks of pq");
  command
      .add_option("--similarity", settings.similarity_files,
                  "File of word pairs; int8 and pq record the scores before and after")
      ->option_text("FILE")
      ->allow_extra_args(false);
}

bool is_compact_format(const std::string& name) { return name == kInt8 || name == kPq; }

CompactModel make_compact(const Model& model, const std::string& format,
                          const CompactSettings& settings, Observer& observer) {
  std::vector<SimilarityBenchmark> benchmarks;
  for (const std::string& path : settings.similarity_files) {
    benchmarks.push_back(read_similarity_benchmark(path));
  }
  CompactModel compact{.vocabulary = model.words.vocabulary, .table = {}};
  const Table& table = model.words.table;
  const Progress progress = observer.begin("encode");
  if (format == kInt8) {
    compact.table = quantize_int8(table);
  } else {
    compact.table =
        quantize_pq(table, {.subvectors = settings.subvectors, .seed = settings.seed}, progress);
  }
  observer.end();
  observer.begin("measure");
  nlohmann::json measured =
      to_json(measure_compact(model.words, as_storage(compact.table), benchmarks));
  observer.end();
  measured["format"] = format;
  compact.description = {{"model", model.description}, {"compact", std::move(measured)}};
  return compact;
}

}  // namespace eigenlex::tool
