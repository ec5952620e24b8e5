#pragma once

#include "eigenlex/classify/classifier_options.hpp"
#include "eigenlex/classify/labelled_texts.hpp"
#include "eigenlex/core/progress.hpp"
#include "eigenlex/embedding/embedding.hpp"
#include "eigenlex/matrix/row_matrix.hpp"

namespace eigenlex {

/// The mean of the rows of each text's known words, zeros where it has none: a row a text. In
/// parallel; the same bytes for any number of threads. Added in double: no sum leaves its range.
/// `progress` counts texts.
RowMatrix mean_vectors(const Sequences& sequences, const RowMatrix& table,
                       const Progress& progress = {});

/// Trains the linear baseline: logistic regression on the mean vector of a text's words, which are
/// centred and scaled as a whole to the variance 1 for the fit.
///
/// Takes all examples: nothing is held out, as there is nothing to stop early; the vectors are not
/// learned whatever `options.mode` says. `progress` counts the steps of the fit, of which nobody
/// knows beforehand how many it takes (total 0). Throws as `first_vectors` does. Deterministic, the
/// same bytes for any number of threads.
Classifier train_linear_classifier(const LabelledTexts& examples, const Embedding* embedding,
                                   const TokenizerOptions& tokenizer,
                                   const ClassifierOptions& options, const Progress& progress = {});

/// Probabilities of the classes of a classifier of the network kLinear: a row a text, finite for
/// all weights that are. `progress` counts texts. Throws FormatError where its arrays do not fit.
/// In parallel; the same bytes for any number of threads.
RowMatrix predict_linear(const Classifier& classifier, const TokenizedTexts& texts,
                         const Progress& progress = {});

}  // namespace eigenlex
