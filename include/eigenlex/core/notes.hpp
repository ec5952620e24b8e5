#pragma once

#include <functional>
#include <string>
#include <vector>

namespace eigenlex {

/// What a reader found odd or had to decide, as sentences for the person who gave the file: "x.tsv:
/// line 1 is taken for a header: user, item". No errors: the result is what the notes say.
using Notes = std::vector<std::string>;

/// Called with each note as it comes up.
using NoteSink = std::function<void(const std::string& note)>;

}  // namespace eigenlex
