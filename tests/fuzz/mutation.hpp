#pragma once

#include <cstdint>
#include <span>
#include <string>

namespace eigenlex::testing {

/// Input `number` made of seeds: one of them, damaged in one to eight places. The same for the same
/// arguments. There must be a seed.
std::string mutated(std::span<const std::string> seeds, std::uint64_t number);

}  // namespace eigenlex::testing
