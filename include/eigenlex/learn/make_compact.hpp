#pragma once

#include <vector>

#include "eigenlex/core/enum_names.hpp"
#include "eigenlex/core/observer.hpp"
#include "eigenlex/embedding/compact.hpp"
#include "eigenlex/embedding/model.hpp"
#include "eigenlex/evaluate/similarity_benchmark.hpp"
#include "eigenlex/refine/quantize.hpp"

namespace eigenlex {

/// How a table becomes compact.
enum class CompactFormat {
  kInt8,  ///< `quantize_int8`
  kPq,    ///< `quantize_pq`
};
constexpr auto enum_names(CompactFormat) {
  return std::to_array<EnumName<CompactFormat>>(
      {{CompactFormat::kInt8, "int8"}, {CompactFormat::kPq, "pq"}});
}

/// Makes a model compact and measures what it keeps, also on benchmarks of similarity, see
/// `measure_compact`. Its description says how the model was made ("model"), and size, errors,
/// recall and scores against the original ("compact"). `pq` is for that format alone.
///
/// Stages: "encode" and "measure". Throws OptionError as `quantize_pq` does. The same bytes for any
/// number of threads.
CompactModel make_compact(const Model& model, CompactFormat format, const PqOptions& pq = {},
                          const std::vector<SimilarityBenchmark>& benchmarks = {},
                          Observer& observer = unobserved());

}  // namespace eigenlex
