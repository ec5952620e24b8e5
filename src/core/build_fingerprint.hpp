#pragma once

#include <string_view>

namespace eigenlex::internal {

/// 32 hexadecimal digits that change with whatever can change a result of the library: a checksum
/// of its sources, the compiler and its settings. The same sources built in the same way have the
/// same.
std::string_view build_fingerprint();

}  // namespace eigenlex::internal
