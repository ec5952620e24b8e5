#pragma once

#include <string>

#include <unicode/utypes.h>

#include "eigenlex/core/error.hpp"

namespace eigenlex::internal {

/// Throws Error if ICU could not do what was asked of it.
inline void check_icu(UErrorCode status, const char* action) {
  if (U_FAILURE(status)) {
    throw Error(std::string("ICU cannot ") + action + ": " + u_errorName(status) +
                "; is the data of the ICU library installed?");
  }
}

}  // namespace eigenlex::internal
