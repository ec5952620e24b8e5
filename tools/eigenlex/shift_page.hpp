#pragma once

#include <cstddef>
#include <string>

#include "eigenlex/learn/shift.hpp"

namespace eigenlex::tool {

/// A page of HTML that needs nothing else: of each of the first `count` words its path through the
/// periods, drawn, and its neighbours in each.
std::string shift_page(const ShiftReport& report, std::size_t count);

}  // namespace eigenlex::tool
