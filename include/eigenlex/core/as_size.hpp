#pragma once

#include <cstddef>
#include <cstdint>

namespace eigenlex {

/// A number of items, or the number of an item, as the standard library counts: `number` is at
/// least 0.
constexpr std::size_t as_size(std::int64_t number) { return static_cast<std::size_t>(number); }

/// The same as this library and Eigen count.
constexpr std::int64_t as_index(std::size_t number) { return static_cast<std::int64_t>(number); }

}  // namespace eigenlex
