#include "names.hpp"

namespace eigenlex::tool {

const Names<TokenizerKind>& names(TokenizerKind) {
  static const Names<TokenizerKind> kNames{{"whitespace", TokenizerKind::kWhitespace},
                                           {"unicode", TokenizerKind::kUnicode}};
  return kNames;
}

const Names<WindowWeight>& names(WindowWeight) {
  static const Names<WindowWeight> kNames{{"harmonic", WindowWeight::kHarmonic},
                                          {"dynamic", WindowWeight::kDynamic},
                                          {"flat", WindowWeight::kFlat}};
  return kNames;
}

const Names<ContextKind>& names(ContextKind) {
  static const Names<ContextKind> kNames{{"symmetric", ContextKind::kSymmetric},
                                         {"directional", ContextKind::kDirectional}};
  return kNames;
}

const Names<Solver>& names(Solver) {
  static const Names<Solver> kNames{{"randomized", Solver::kRandomized},
                                    {"spectra", Solver::kSpectra}};
  return kNames;
}

const Names<DensePrecision>& names(DensePrecision) {
  static const Names<DensePrecision> kNames{{"float", DensePrecision::kFloat},
                                            {"bfloat16", DensePrecision::kBfloat16}};
  return kNames;
}

const Names<Method>& names(Method) {
  static const Names<Method> kNames{{"svd", Method::kSvd}, {"als", Method::kAls}};
  return kNames;
}

}  // namespace eigenlex::tool
