#pragma once

#include <string>

#include "eigenlex/core/error.hpp"

namespace eigenlex::tool {

/// The message of an error in the words of the command line: that of SvdOptions.rank, which is 0,
/// becomes "--dim = 0: ...", and data that are out of date come with the command that makes them
/// anew. Messages about what is no flag stay as they are.
std::string in_terms_of_flags(const Error& error);

}  // namespace eigenlex::tool
