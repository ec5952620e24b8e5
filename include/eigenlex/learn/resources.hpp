#pragma once

#include <cstdint>
#include <filesystem>

#include "eigenlex/core/communicator.hpp"

namespace eigenlex {

/// What work may take. It decides how soon a result is there and never what it is: the same bytes
/// for any resources.
struct Resources {
  /// Threads; 0 for as many as OpenMP gives, >= 0.
  int threads = 0;
  /// Most resident memory of the program, in bytes; what does not fit goes to files. 0 for no
  /// limit, >= 0. docs/memory.md says how the cap is kept.
  std::int64_t memory = 0;
  /// Folder of temporary files, made for the work and removed after it; by convention the path of
  /// the result with ".work" after it. Needed for a limit of memory and to resume. Two runs cannot
  /// use one folder at the same time.
  std::filesystem::path work = {};
  /// Continue from the finished counts that an earlier run to the same work folder left there, and
  /// leave them there if this run fails.
  bool resume = false;
  /// The processes that share the work, all of which call the same function with the same arguments
  /// and have the same files; null for this one alone. docs/distributed.md says what is shared.
  const Communicator* ranks = nullptr;

  const Communicator& communicator() const { return ranks == nullptr ? one_process() : *ranks; }

  /// Throws OptionError naming the field, its value and the violated bound.
  void validate() const;
};

}  // namespace eigenlex
