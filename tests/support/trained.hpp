#pragma once

#include <string>
#include <vector>

#include "eigenlex/learn/train.hpp"

#include "support/corpora.hpp"
#include "support/temp_dir.hpp"

namespace eigenlex::testing {

/// Counts and vectors of a small text.
struct Trained {
  TempDir folder;
  Counts counts;
  Model model;

  Trained(const CountRecipe& counting, const FactorRecipe& factorizing) {
    std::string text;
    for (const std::string& document : zipf_documents(300, 40, 80, 3)) text += document + "\n";
    const std::vector<std::string> corpus{folder.write("corpus.txt", text).string()};
    counts = count(corpus, counting);
    model = factorize(count(corpus, counting), factorizing);
  }
};

}  // namespace eigenlex::testing
