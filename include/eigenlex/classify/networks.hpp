#pragma once

#include "eigenlex/classify/classifier_options.hpp"
#include "eigenlex/classify/labelled_texts.hpp"
#include "eigenlex/classify/tagged_sentences.hpp"
#include "eigenlex/core/progress.hpp"
#include "eigenlex/embedding/embedding.hpp"
#include "eigenlex/matrix/row_matrix.hpp"

namespace eigenlex {

/// What trains classifiers of the networks other than kLinear and predicts by them. Whoever takes a
/// pointer to it takes null for what needs none: kLinear.
///
/// eigenlex_neural has one by libtorch (neural/network_training.hpp), which says what each function
/// does; a program that should not load libtorch unless it is asked for has it in a module
/// (neural/network_module.hpp).
struct Networks {
  Classifier (*train_classifier)(const LabelledTexts& examples, const Embedding* embedding,
                                 const TokenizerOptions& tokenizer,
                                 const ClassifierOptions& options, const Progress& progress);
  RowMatrix (*predict_classes)(const Classifier& classifier, const TokenizedTexts& texts,
                               const Progress& progress);
  Classifier (*train_tagger)(const TaggedSentences& examples, const Embedding* embedding,
                             const TokenizerOptions& tokenizer, const ClassifierOptions& options,
                             const Progress& progress);
  RowMatrix (*predict_tags)(const Classifier& classifier, const TokenizedTexts& sentences,
                            const Progress& progress);
};

}  // namespace eigenlex
