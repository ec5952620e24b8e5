#include "contenders.hpp"

#include <vector>

#ifdef EIGENLEX_HAS_FASTTEXT
#include "eigenlex/compare/fasttext_contenders.hpp"
#endif

namespace eigenlex::tool {

#ifdef EIGENLEX_HAS_FASTTEXT
const char* const kMissingContenders = "";
#else
const char* const kMissingContenders =
    "; skipgram, cbow and subwords need a build with the package libfasttext-dev";
#endif

std::span<const Contender> all_contenders() {
  static const std::vector<Contender> kAll{
      svd_contender(),      als_contender(),
#ifdef EIGENLEX_HAS_FASTTEXT
      skipgram_contender(), cbow_contender(), subwords_contender(),
#endif
  };
  return kAll;
}

}  // namespace eigenlex::tool
