#pragma once

#include <string>
#include <string_view>

namespace eigenlex::internal {

/// Appends text in lower case, by Unicode's full mapping, the same for every language: "ΛΟΓΟΣ"
/// becomes "λόγος" with the sigma that ends words, "İ" an i with its dot, and "ß" stays. A word is
/// lower-cased as in any text that holds it between spaces. Bytes that are not UTF-8 stay.
void append_lower_cased(std::string_view text, std::string& lowered);

/// The text in lower case, as `append_lower_cased` gives it.
std::string lower_cased(std::string_view text);

}  // namespace eigenlex::internal
