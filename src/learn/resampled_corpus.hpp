#pragma once

#include <cstdint>

#include "eigenlex/text/corpus.hpp"

namespace eigenlex::internal {

/// How often a document is in a resample: from Poisson's distribution with mean 1, a function of
/// the three numbers alone.
int document_weight(std::uint64_t seed, std::uint64_t stream, std::int64_t document);

/// The corpus with each document as often as its weight says. Words keep their ids, with their
/// counts in the resample, which may be 0.
Corpus resampled_corpus(const Corpus& corpus, std::uint64_t seed, std::uint64_t stream);

}  // namespace eigenlex::internal
