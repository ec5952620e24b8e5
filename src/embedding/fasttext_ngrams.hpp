#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace eigenlex::internal {

/// Appends the buckets of the n-grams of "<word>" as fastText numbers them: those of `shortest` to
/// `longest` code points, but for the two marks alone, in the order of their beginnings.
void append_fasttext_ngrams(std::string_view word, std::int32_t shortest, std::int32_t longest,
                            std::int64_t buckets, std::vector<std::int64_t>& ngrams);

}  // namespace eigenlex::internal
