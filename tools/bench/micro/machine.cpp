#include "machine.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <vector>

#include "eigenlex/core/parallel.hpp"

namespace eigenlex::bench {
namespace {

#if defined(__AVX512F__)
constexpr std::size_t kRegisterBytes = 64;
#elif defined(__AVX__)
constexpr std::size_t kRegisterBytes = 32;
#else
constexpr std::size_t kRegisterBytes = 16;
#endif
using Register = float __attribute__((vector_size(kRegisterBytes)));
constexpr std::int64_t kLanes = kRegisterBytes / sizeof(float);

/// Least seconds of a number of calls.
template <class Action>
double best_seconds(int repetitions, const Action& action) {
  double best = 1e300;
  for (int i = 0; i < repetitions; ++i) {
    const auto begin = std::chrono::steady_clock::now();
    action();
    best = std::min(
        best, std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count());
  }
  return best;
}

double measure_bandwidth(std::size_t bytes, int repetitions) {
  const std::size_t size = std::max<std::size_t>(1, bytes / 3 / sizeof(float));
  std::vector<float> a(size, 0.0f), b(size, 1.0f), c(size, 2.0f);
  // A block a thread, as the hardware reads streams best.
  const std::int64_t block = block_count(static_cast<std::int64_t>(size), thread_count());
  const double seconds = best_seconds(repetitions, [&] {
    parallel_blocks(static_cast<std::int64_t>(size), block,
                    [&](std::int64_t, std::int64_t begin, std::int64_t end) {
                      float* out = a.data();
                      const float* left = b.data();
                      const float* right = c.data();
                      for (std::int64_t i = begin; i < end; ++i) out[i] = left[i] + 3.0f * right[i];
                      asm volatile("" : : "r"(out) : "memory");
                    });
  });
  return 3.0 * static_cast<double>(size * sizeof(float)) / seconds;
}

/// More independent sums than the latency of a multiply-add times the units, fewer than registers.
constexpr std::size_t kSums = 12;

double measure_flops(int repetitions) {
  constexpr std::int64_t kSteps = 2'000'000;
  const int threads = thread_count();
  const double seconds = best_seconds(repetitions, [&] {
    parallel_blocks(threads, 1, [](std::int64_t, std::int64_t, std::int64_t) {
      std::array<Register, kSums> sums{};
      Register factor{}, term{};
      asm volatile("" : "+x"(factor), "+x"(term));  // unknown to the compiler
      for (std::int64_t step = 0; step < kSteps; ++step) {
        for (Register& sum : sums) sum = sum * factor + term;
        for (Register& sum : sums) asm volatile("" : "+x"(sum));
      }
    });
  });
  return 2.0 * kLanes * kSums * kSteps * threads / seconds;
}

}  // namespace

Machine measure_machine(std::size_t triad_bytes, int repetitions) {
  return {.threads = thread_count(),
          .bytes_per_second = measure_bandwidth(triad_bytes, repetitions),
          .flops_per_second = measure_flops(repetitions)};
}

double least_seconds(const Machine& machine, const Work& work) {
  return std::max(work.flops / machine.flops_per_second, work.bytes / machine.bytes_per_second);
}

}  // namespace eigenlex::bench
