#pragma once

#include <cstdint>

#include "eigenlex/classify/classifier.hpp"

namespace eigenlex {

/// How a classifier is trained.
struct ClassifierOptions {
  Network network = Network::kCnn;
  EmbeddingMode mode = EmbeddingMode::kTuned;
  SequenceOptions sequence = {};
  /// Most words of the vocabulary: the first of the embedding, or the most frequent of the
  /// examples where the vectors are random or `own_vocabulary` is set; >= 0, 0 for no limit.
  std::int64_t num_words = 30000;
  /// With a given embedding, keep only those of its words that the examples have.
  bool own_vocabulary = false;
  /// Columns of a random embedding; >= 1.
  std::int64_t dim = 100;
  /// Filters of each width of kCnn; >= 1.
  std::int64_t filters = 100;
  /// Units of the hidden layer of kPooled, and of each direction of kLstm and kGru; >= 1.
  std::int64_t hidden = 100;
  /// Share of inputs of the last layer that a training step leaves out (Srivastava et al., JMLR
  /// 2014); in [0, 1).
  double dropout = 0.5;
  /// Share of each weight that a step of rate 1 would take away (decoupled weight decay, Loshchilov
  /// & Hutter, ICLR 2019). For kLinear the weight of the L2 penalty, in units of 1/examples: λ/2n
  /// ‖W‖² is added to the mean loss, 30 where this is 0. >= 0.
  double weight_decay = 0;
  /// Step size of Adam (Kingma & Ba, ICLR 2015); > 0.
  double learning_rate = 1e-3;
  /// Greatest Euclidean norm of the gradient of a step, longer ones are scaled down; > 0.
  double clip_norm = 5;
  /// Examples of a step; >= 1.
  std::int64_t batch_size = 32;
  /// Most epochs; >= 1. An epoch is one pass over the examples, or as many whole passes as make
  /// 30 steps where there are few examples.
  std::int64_t epochs = 20;
  /// Epochs without a lower loss on the validation examples after which training ends; >= 1. The
  /// weights kept are those of the epoch with the lowest.
  std::int64_t patience = 3;
  /// Share of the examples set aside for validation, stratified by class; in (0, 1).
  double validation = 0.1;
  /// Decides the split, the first weights, the order of the examples and the dropout.
  std::uint64_t seed = 1;

  /// Throws OptionError naming the field, its value and the violated bound.
  void validate() const;
};

}  // namespace eigenlex
