#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace eigenlex::internal {

/// Bytes compressed by Zstandard; the same bytes give the same ones.
std::string packed(std::string_view bytes);

/// The bytes, which must be `size`. Throws FormatError where they are not.
std::string unpacked(std::string_view packed, std::size_t size);

}  // namespace eigenlex::internal
