#include "eigenlex/learn/make_compact.hpp"

#include <utility>

#include "eigenlex/evaluate/compact_quality.hpp"

namespace eigenlex {

CompactModel make_compact(const Model& model, CompactFormat format, const PqOptions& pq,
                          const std::vector<SimilarityBenchmark>& benchmarks, Observer& observer) {
  CompactModel compact{.vocabulary = model.words.vocabulary, .table = {}};
  const Table& table = model.words.table;
  const Progress progress = observer.begin("encode");
  if (format == CompactFormat::kInt8) {
    compact.table = quantize_int8(table);
  } else {
    compact.table = quantize_pq(table, pq, progress);
  }
  observer.end();
  observer.begin("measure");
  nlohmann::json measured =
      to_json(measure_compact(model.words, as_storage(compact.table), benchmarks));
  observer.end();
  measured["format"] = enum_name(format);
  compact.description = {{"model", model.description}, {"compact", std::move(measured)}};
  return compact;
}

}  // namespace eigenlex
