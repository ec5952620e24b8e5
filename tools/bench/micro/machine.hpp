#pragma once

#include <cstddef>

namespace eigenlex::bench {

/// What the machine can do at most with the present number of threads, measured and not looked up.
struct Machine {
  int threads = 1;
  double bytes_per_second = 0;  ///< main memory, both directions together
  double flops_per_second = 0;  ///< single precision, a fused multiply-add being two
};

/// Measures bandwidth by the triad a = b + s c of STREAM (McCalpin, 1995) over three arrays of
/// `triad_bytes` together, and arithmetic by independent multiply-adds in registers; the best of
/// `repetitions` counts.
Machine measure_machine(std::size_t triad_bytes, int repetitions);

/// What some work needs at least: operations, and bytes moved between memory and processor.
struct Work {
  double flops = 0;
  double bytes = 0;
};

/// Seconds below which no program can do the work on the machine (the roofline of Williams,
/// Waterman & Patterson, CACM 2009).
double least_seconds(const Machine& machine, const Work& work);

}  // namespace eigenlex::bench
