#pragma once

#include <optional>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "eigenlex/classify/classifier.hpp"
#include "eigenlex/classify/classifier_options.hpp"
#include "eigenlex/classify/labelled_texts.hpp"
#include "eigenlex/classify/tagged_sentences.hpp"
#include "eigenlex/core/progress.hpp"
#include "eigenlex/embedding/embedding.hpp"
#include "eigenlex/matrix/row_matrix.hpp"

namespace eigenlex::tool {

// The subcommands of `classify`.
void add_classify_train_command(CLI::App& classify);
void add_classify_predict_command(CLI::App& classify);
void add_classify_evaluate_command(CLI::App& classify);

/// Whether this program was built with what the network needs.
bool has_network(Network network);

/// Throws Error, which says how to get it, where this program was built without the neural
/// component and the network needs it.
void require_network(Network network);

/// `train_classifier`, once `require_network` is content.
Classifier train_any_classifier(const LabelledTexts& examples, const Embedding* embedding,
                                const TokenizerOptions& tokenizer, const ClassifierOptions& options,
                                const Progress& progress);

/// `predict_classes`, likewise.
RowMatrix predict_any_classes(const Classifier& classifier, const TokenizedTexts& texts,
                              const Progress& progress);

/// `train_tagger`, likewise.
Classifier train_any_tagger(const TaggedSentences& examples, const Embedding* embedding,
                            const TokenizerOptions& tokenizer, const ClassifierOptions& options,
                            const Progress& progress);

/// `predict_tags`, likewise; the most probable tag of each token.
std::vector<std::string> predict_any_tags(const Classifier& classifier,
                                          const TokenizedTexts& sentences,
                                          const Progress& progress);

}  // namespace eigenlex::tool
