#pragma once

#include <cstdint>

#include "eigenlex/classify/networks.hpp"

namespace eigenlex {

// What this header declares is in the library eigenlex_neural, which needs libtorch.

/// Trains a classifier of any network; `embedding` may be null for EmbeddingMode::kRandom.
///
/// A share of the examples is set aside for validation, and the weights of the epoch with the
/// lowest loss on it are kept (kLinear: see `train_linear_classifier`). Texts of similar lengths
/// form a batch; padding is masked, so it never changes a result. `description` of the result has
/// the losses of each epoch. `progress` counts examples, of those of all epochs.
///
/// Throws OptionError for bad options or too few examples, FormatError where the vocabulary has no
/// word of the examples. The result is a function of the arguments, the same bytes for any number
/// of threads: a batch is cut into shards of 16 texts, each shard is one thread's work, and the
/// gradients are added in the order of the shards. Sets libtorch's own number of threads to 1 for
/// the process. Memory: three times the embedding, for Adam, beside the texts.
Classifier train_classifier(const LabelledTexts& examples, const Embedding* embedding,
                            const TokenizerOptions& tokenizer, const ClassifierOptions& options,
                            const Progress& progress = {});

/// Probabilities of the classes: a row a text, a column a class. `progress` counts texts. Throws
/// FormatError where the arrays of the classifier do not fit its network, OptionError where its
/// task is not kClasses. In parallel; the same bytes for any number of threads.
RowMatrix predict_classes(const Classifier& classifier, const TokenizedTexts& texts,
                          const Progress& progress = {});

/// Trains a network that gives each token a tag (kLstm or kGru), as `train_classifier` does for
/// texts: the outputs of both directions at a token, dropout, and a softmax over the tags.
/// Sentences are never cut, whatever `options.sequence` says; tags of neighbouring tokens are
/// chosen independently of each other (no CRF as in Lample et al., NAACL 2016). Throws OptionError
/// for other networks too.
Classifier train_tagger(const TaggedSentences& examples, const Embedding* embedding,
                        const TokenizerOptions& tokenizer, const ClassifierOptions& options,
                        const Progress& progress = {});

/// Probabilities of the tags: a row a token of all sentences, a column a tag. As `predict_classes`,
/// but throws OptionError where the task is not kTags.
RowMatrix predict_tags(const Classifier& classifier, const TokenizedTexts& sentences,
                       const Progress& progress = {});

/// All of these.
const Networks& torch_networks();

}  // namespace eigenlex
