#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace eigenlex {

/// Calls `take(number, line)` for each line of a file of text ("-": standard input), numbers from
/// 1, without line ends and their CR. Throws IoError, or FormatError with path and line for bytes
/// that are not UTF-8 and for a line of more than 16 MiB.
void for_each_text_line(const std::string& path,
                        const std::function<void(std::int64_t, std::string_view)>& take);

}  // namespace eigenlex
