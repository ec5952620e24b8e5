#pragma once

#include <cstdint>
#include <string>
#include <utility>

#include <benchmark/benchmark.h>

#include "machine.hpp"

namespace eigenlex::bench {

/// Registers `action`, which does `items` items an iteration, each of them the given work at least.
///
/// Reported are items a second, the work an item, the rates reached, and `roofline`: the least time
/// that the machine needs for the work, as a share of the time taken.
template <class Action>
void add_benchmark(const std::string& name, const Machine& machine, std::int64_t items,
                   const Work& item, Action action) {
  benchmark::RegisterBenchmark(
      name.c_str(),
      [machine, items, item, action = std::move(action)](benchmark::State& state) {
        for (auto _ : state) action();
        using benchmark::Counter;
        constexpr auto kRate = Counter::kIsIterationInvariantRate;
        const auto count = static_cast<double>(items);
        state.counters["items/s"] = Counter(count, kRate);
        state.counters["flop/item"] = item.flops;
        state.counters["B/item"] = item.bytes;
        state.counters["flop/s"] = Counter(count * item.flops, kRate);
        state.counters["B/s"] = Counter(count * item.bytes, kRate);
        state.counters["roofline"] = Counter(count * least_seconds(machine, item), kRate);
      })
      ->UseRealTime()
      ->Unit(benchmark::kMillisecond);
}

}  // namespace eigenlex::bench
