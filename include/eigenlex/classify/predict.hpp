#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "eigenlex/classify/networks.hpp"

namespace eigenlex {

/// Trains a classifier of texts of any network, kLinear by `train_linear_classifier`. Throws as
/// that does, and OptionError where a network is needed and `networks` is null.
Classifier train_any_classifier(const LabelledTexts& examples, const Embedding* embedding,
                                const TokenizerOptions& tokenizer, const ClassifierOptions& options,
                                const Networks* networks, const Progress& progress = {});

/// The same of a tagger of tokens, which needs kLstm or kGru.
Classifier train_any_tagger(const TaggedSentences& examples, const Embedding* embedding,
                            const TokenizerOptions& tokenizer, const ClassifierOptions& options,
                            const Networks* networks, const Progress& progress = {});

/// Probabilities of the classes: a row a text, a column a class. `progress` counts texts. Throws
/// OptionError where the classifier is one of tokens, or where it needs a network and `networks` is
/// null; FormatError where its arrays do not fit.
RowMatrix predict_any_classes(const Classifier& classifier, const TokenizedTexts& texts,
                              const Networks* networks, const Progress& progress = {});

/// The most probable tag of each token of all sentences, for a classifier of tokens. `progress`
/// counts sentences. Throws likewise.
std::vector<std::string> predict_any_tags(const Classifier& classifier,
                                          const TokenizedTexts& sentences, const Networks* networks,
                                          const Progress& progress = {});

/// The labels of texts as classes of a classifier, which may have others too. Throws FormatError,
/// which names the data by `source`, for a class that the classifier does not have.
std::vector<std::int32_t> classes_of(const Classifier& classifier, const LabelledTexts& texts,
                                     const std::string& source);

}  // namespace eigenlex
