#pragma once

#include <cstdint>

#include "eigenlex/core/progress.hpp"

namespace eigenlex::internal {

/// The progress of step `number` of `of` steps that take alike; `progress` has to outlive it.
inline Progress part_of(const Progress& progress, std::int64_t number, std::int64_t of) {
  return [&progress, number, of](std::int64_t done, std::int64_t total) {
    report(progress, number * total + done, of * total);
  };
}

}  // namespace eigenlex::internal
