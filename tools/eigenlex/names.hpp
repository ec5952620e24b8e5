#pragma once

#include <map>
#include <string>

#include "eigenlex/counts/cooccurrence.hpp"
#include "eigenlex/text/tokenizer.hpp"

#include "pipeline.hpp"

namespace eigenlex::tool {

// The words that stand for enumerators on the command line and in model.json.

template <class Enum>
using Names = std::map<std::string, Enum>;

const Names<TokenizerKind>& names(TokenizerKind);
const Names<WindowWeight>& names(WindowWeight);
const Names<ContextKind>& names(ContextKind);
const Names<Solver>& names(Solver);
const Names<DensePrecision>& names(DensePrecision);
const Names<Method>& names(Method);

template <class Enum>
std::string name_of(Enum value) {
  for (const auto& [name, other] : names(value)) {
    if (other == value) return name;
  }
  return "unknown";
}

}  // namespace eigenlex::tool
