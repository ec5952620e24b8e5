#pragma once

#include <cstdint>

#include "eigenlex/classify/classifier_options.hpp"
#include "eigenlex/classify/labelled_texts.hpp"
#include "eigenlex/classify/sequences.hpp"
#include "eigenlex/embedding/embedding.hpp"
#include "eigenlex/matrix/row_matrix.hpp"

namespace eigenlex::internal {

/// Words of a classifier and their first vectors.
struct FirstVectors {
  Vocabulary vocabulary;
  /// A row for each id of a network: zeros for padding, then the unknown word and the words.
  RowMatrix table;
  /// Share of the tokens whose word is known.
  double coverage = 0;
};

/// Chooses the words of a classifier, and their vectors before training.
///
/// Given vectors are brought to one length, at which the root mean square of their numbers is 0.1,
/// about what networks expect, whichever program made them: lengths follow the frequency of words,
/// and how they do differs from method to method. Unknown words start at zero. Random vectors are
/// normal with the standard deviation 0.1, a function of the seed. `embedding` may be null for
/// EmbeddingMode::kRandom, which leaves it aside.
///
/// Throws OptionError for bad options or where an embedding is missing, FormatError where the
/// vocabulary has no word of the texts.
FirstVectors first_vectors(const TokenizedTexts& texts, const Embedding* embedding,
                           const ClassifierOptions& options);

/// Number of examples to set aside for validation: the share, but at least one and not all.
/// Throws OptionError where there are fewer than two examples.
std::int64_t validation_size(std::int64_t examples, const ClassifierOptions& options);

}  // namespace eigenlex::internal
