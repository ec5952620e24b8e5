#include "eigenlex/text/read_corpus.hpp"

#include "benchmarks.hpp"
#include "report.hpp"

namespace eigenlex::bench {

void register_text_benchmarks(const Context& context) {
  const Workload& workload = context.workload;
  const std::int64_t tokens = workload.corpus.tokens_read;
  // The bytes of its word and blank are read; its id is written, read and written in final ids.
  const Work token{.bytes = static_cast<double>(workload.text_bytes) / static_cast<double>(tokens) +
                            3 * sizeof(std::int32_t)};
  add_benchmark("read_corpus/tokens", context.machine, tokens, token,
                [&workload] { benchmark::DoNotOptimize(read_corpus({workload.corpus_path}, {})); });
}

}  // namespace eigenlex::bench
