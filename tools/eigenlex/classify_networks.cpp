#include <fmt/format.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/neural/linear_classifier.hpp"
#ifdef EIGENLEX_HAS_NEURAL
#include "eigenlex/neural/network_training.hpp"
#endif

#include "classify.hpp"

namespace eigenlex::tool {

#ifdef EIGENLEX_HAS_NEURAL

bool has_network(Network) { return true; }

void require_network(Network) {}

Classifier train_any_classifier(const LabelledTexts& examples, const Embedding* embedding,
                                const TokenizerOptions& tokenizer, const ClassifierOptions& options,
                                const Progress& progress) {
  return train_classifier(examples, embedding, tokenizer, options, progress);
}

RowMatrix predict_any_classes(const Classifier& classifier, const TokenizedTexts& texts,
                              const Progress& progress) {
  return predict_classes(classifier, texts, progress);
}

#else

bool has_network(Network network) { return network == Network::kLinear; }

void require_network(Network network) {
  if (has_network(network)) return;
  throw Error(fmt::format(
      "the network {} needs libtorch, which this program was built without: install the package "
      "libtorch-dev and build again with -DEIGENLEX_NEURAL=ON, or use --network linear",
      enum_name(network)));
}

Classifier train_any_classifier(const LabelledTexts& examples, const Embedding* embedding,
                                const TokenizerOptions& tokenizer, const ClassifierOptions& options,
                                const Progress& progress) {
  require_network(options.network);
  return train_linear_classifier(examples, embedding, tokenizer, options, progress);
}

RowMatrix predict_any_classes(const Classifier& classifier, const TokenizedTexts& texts,
                              const Progress&) {
  require_network(classifier.network);
  return predict_linear(classifier, texts);
}

#endif

}  // namespace eigenlex::tool
