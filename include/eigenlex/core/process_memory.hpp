#pragma once

#include <cstdint>

namespace eigenlex {

/// Most resident memory that the process has had so far, in bytes.
std::int64_t peak_memory();

/// Gives freed memory back to the system, of which the allocator otherwise keeps much.
void return_free_memory();

}  // namespace eigenlex
