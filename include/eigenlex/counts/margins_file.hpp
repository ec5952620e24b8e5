#pragma once

#include <filesystem>

#include "eigenlex/core/read_options.hpp"
#include "eigenlex/counts/counts_file.hpp"
#include "eigenlex/counts/margins.hpp"

namespace eigenlex {

/// The margins that contexts of words are weighed and told with, which take a pass over all counts
/// to find.
struct KnownMargins {
  double subsample = 0;  ///< of `expected`
  Margins expected;
  Margins plain;  ///< without subsampling: pairs as they were counted
};

/// The margins of counts, as `expected_margins` has them.
KnownMargins known_margins(const Counts& counts, double subsample);

/// Writes a folder of margins: margins.json, and the sums as expected_rows.npy,
/// expected_columns.npy, plain_rows.npy and plain_columns.npy (float64). It replaces one of that
/// kind, but no other folder that holds anything. Throws IoError.
void write_margins(const KnownMargins& margins, const Counts& counts,
                   const std::filesystem::path& path);

/// Reads the margins of these counts. Throws IoError, or FormatError where a file is damaged or
/// they are of other counts.
KnownMargins read_margins(const std::filesystem::path& path, const Counts& counts,
                          const ReadOptions& options = {});

}  // namespace eigenlex
