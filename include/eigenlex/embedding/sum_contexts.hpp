#pragma once

#include "eigenlex/embedding/model.hpp"

namespace eigenlex {

/// The model whose vectors are W + C, each word's own and those of its contexts (Pennington, Socher
/// & Manning, EMNLP 2014; Levy, Goldberg & Dagan, TACL 2015).
///
/// Of several kinds of contexts the mean is added, w + (left + right) / 2: with one vector a word
/// on either side that is w + c, and the part of the contexts does not grow with their number. The
/// result has no contexts, singular values or exponent, as its rows are no scaled singular vectors;
/// the description stays. Throws OptionError where the model has no contexts or they are not those
/// of the words. Cost: linear. Determinism: rows by themselves.
Model sum_contexts(const Model& model);

}  // namespace eigenlex
