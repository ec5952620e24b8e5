#pragma once

#include <string>

namespace eigenlex::tool {

/// The message of an OptionError in the words of the command line: "SvdOptions.rank = 0: ..."
/// becomes "--dim = 0: ...". Messages about what is no flag stay as they are.
std::string in_terms_of_flags(const std::string& message);

}  // namespace eigenlex::tool
