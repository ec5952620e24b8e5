#pragma once

#include <string_view>

#include "eigenlex/classify/classifier.hpp"
#include "eigenlex/classify/classifier_options.hpp"
#include "eigenlex/classify/labelled_texts.hpp"
#include "eigenlex/classify/tagged_sentences.hpp"
#include "eigenlex/core/progress.hpp"
#include "eigenlex/embedding/embedding.hpp"
#include "eigenlex/matrix/row_matrix.hpp"

namespace eigenlex::tool {

// libtorch and the 280 libraries it needs take a second and 160 MB to load. So what uses it is in a
// module that this program loads when a network is asked for, not when it starts.

/// The functions of eigenlex/neural/network_training.hpp.
struct NetworkFunctions {
  const char* version;  ///< of the program that they belong to
  Classifier (*train_classifier)(const LabelledTexts&, const Embedding*, const TokenizerOptions&,
                                 const ClassifierOptions&, const Progress&);
  RowMatrix (*predict_classes)(const Classifier&, const TokenizedTexts&, const Progress&);
  Classifier (*train_tagger)(const TaggedSentences&, const Embedding*, const TokenizerOptions&,
                             const ClassifierOptions&, const Progress&);
  RowMatrix (*predict_tags)(const Classifier&, const TokenizedTexts&, const Progress&);
};

inline constexpr std::string_view kNetworksFile = "eigenlex_networks.so";
/// A function of the module, without arguments, that returns its NetworkFunctions.
inline constexpr char kNetworksEntry[] = "eigenlex_networks";

/// Whether this program was built with networks.
bool has_networks();

/// The functions of the module, loaded by the first call. Throws Error, which says how to get it,
/// where there is none.
const NetworkFunctions& networks();

}  // namespace eigenlex::tool
