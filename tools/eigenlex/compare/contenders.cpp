#include "contenders.hpp"

#include <vector>

#include "eigenlex/core/error.hpp"

#ifdef EIGENLEX_HAS_FASTTEXT
#include "eigenlex/compare/fasttext_contenders.hpp"
#endif

namespace eigenlex::tool {

std::span<const KnownContender> known_contenders() {
  static const std::vector<KnownContender> kAll{
      {svd_contender()},
      {als_contender()},
#ifdef EIGENLEX_HAS_FASTTEXT
      {skipgram_contender()},
      {cbow_contender()},
      {subwords_contender(), false},  // takes twice as long as skipgram
#endif
  };
  return kAll;
}

const Contender& contender_named(const std::string& name) {
  std::string names;
  for (const KnownContender& known : known_contenders()) {
    if (known.contender.name == name) return known.contender;
    names += (names.empty() ? "" : ", ") + known.contender.name;
  }
#ifndef EIGENLEX_HAS_FASTTEXT
  names += "; skipgram, cbow and subwords need a build with the package libfasttext-dev";
#endif
  throw OptionError("--contenders", name, "must be some of " + names);
}

}  // namespace eigenlex::tool
