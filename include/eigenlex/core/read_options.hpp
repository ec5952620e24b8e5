#pragma once

#include "eigenlex/core/notes.hpp"

namespace eigenlex {

/// How the folders that the library writes are read back: models, counts, indexes, sub-words,
/// classifiers.
struct ReadOptions {
  /// Compare each file that is read with its checksum. Without, damage that breaks no rule of the
  /// format goes unnoticed; the structure of the files is checked in either case.
  bool verify_checksums = true;
  /// Told what was decided on reading the file of another program, see Notes; may be empty.
  NoteSink note = {};
};

}  // namespace eigenlex
