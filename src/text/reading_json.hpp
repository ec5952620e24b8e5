#pragma once

#include <optional>

#include <nlohmann/json.hpp>

#include "eigenlex/text/tokenizer.hpp"

namespace eigenlex::internal {

/// What the description of a model has the options of reading and counting under.
inline constexpr const char* kCountOptions = "count_options";

/// Calls `visit(key, option)` for each option of how lines became words, by the key that a
/// description has for it.
template <class Options, class Visit>
void for_reading_options(Options& tokenizer, const Visit& visit) {
  visit("tokenizer", tokenizer.kind);
  visit("lowercase", tokenizer.lowercase);
}

/// How the text was read that a model was made of, as its description says; nothing where it says
/// nothing of counting. What is not as counting writes it is taken for not being there.
std::optional<TokenizerOptions> described_reading(const nlohmann::json& description);

}  // namespace eigenlex::internal
