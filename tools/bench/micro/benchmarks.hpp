#pragma once

#include "machine.hpp"
#include "workload.hpp"

namespace eigenlex::bench {

/// What every benchmark is given; has to outlive the run.
struct Context {
  WorkloadOptions options;
  Machine machine;
  Workload workload;
};

/// Each registers the benchmarks of a layer with Google Benchmark.
void register_text_benchmarks(const Context& context);
void register_counts_benchmarks(const Context& context);
void register_factor_benchmarks(const Context& context);
void register_query_benchmarks(const Context& context);

}  // namespace eigenlex::bench
