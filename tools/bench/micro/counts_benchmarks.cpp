#include "eigenlex/counts/cooccurrence.hpp"
#include "eigenlex/counts/ppmi.hpp"

#include "benchmarks.hpp"
#include "report.hpp"

namespace eigenlex::bench {

void register_counts_benchmarks(const Context& context) {
  const Workload& workload = context.workload;
  const std::int64_t tokens = workload.corpus.token_count();
  const CooccurrenceOptions options;
  const double cells =
      static_cast<double>(workload.counts.nonzeros()) / static_cast<double>(tokens);
  // A token's position is written and read, its window read, and its share of the cells (column and
  // sum) written; the 2 L additions are of integers, in cache, and not counted as operations.
  const Work token{.bytes = (2 + 2 * static_cast<double>(options.window) + 1 + 2 * cells) *
                            sizeof(std::int32_t)};
  add_benchmark("count_cooccurrences/tokens", context.machine, tokens, token, [&workload, options] {
    benchmark::DoNotOptimize(count_cooccurrences(workload.corpus, options));
  });

  // A cell is read; where its PMI is positive, column and value are written.
  const double positive = static_cast<double>(workload.matrix.nonzeros()) /
                          static_cast<double>(workload.counts.nonzeros());
  const Work cell{.bytes = 8 * (1 + positive)};
  add_benchmark("ppmi/cells", context.machine, workload.counts.nonzeros(), cell, [&workload] {
    benchmark::DoNotOptimize(ppmi(workload.counts, workload.expected, {}));
  });
}

}  // namespace eigenlex::bench
