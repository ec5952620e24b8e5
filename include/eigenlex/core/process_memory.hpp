#pragma once

#include <cstdint>

namespace eigenlex {

/// Most resident memory that the process has had so far, in bytes.
std::int64_t peak_memory();

/// Gives freed memory back to the system, of which the allocator otherwise keeps much.
void return_free_memory();

/// From now on blocks of 1 MiB and more are given back as soon as they are freed. Otherwise the
/// allocator learns from the blocks that it sees to keep those of up to 32 MiB, whose gaps cost a
/// program that is near its cap up to 60 MB; not to keep them costs about 5 % of the time of
/// training. It holds for the whole process, so that it is for its main program to decide.
void map_large_blocks();

}  // namespace eigenlex
