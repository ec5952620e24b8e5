#include "core/build_fingerprint.hpp"

#include "eigenlex_fingerprint.hpp"  // made by tools/cmake/build_fingerprint.cmake

namespace eigenlex::internal {

std::string_view build_fingerprint() { return EIGENLEX_FINGERPRINT; }

}  // namespace eigenlex::internal
