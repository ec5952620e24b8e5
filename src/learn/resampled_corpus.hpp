#pragma once

#include <cstdint>
#include <span>

#include "eigenlex/evaluate/spearman.hpp"
#include "eigenlex/text/corpus.hpp"

namespace eigenlex::internal {

/// How often a document is in a resample: from Poisson's distribution with mean 1, a function of
/// the three numbers alone.
int document_weight(std::uint64_t seed, std::uint64_t stream, std::int64_t document);

/// The corpus with each document as often as its weight says. Words keep their ids, with their
/// counts in the resample, which may be 0.
Corpus resampled_corpus(const Corpus& corpus, std::uint64_t seed, std::uint64_t stream);

/// What an interval of a figure is to be like.
struct CentredOptions {
  double confidence = 0.95;
  double low = -1;  ///< the figure is between these
  double high = 1;
};

/// Percentiles of a figure in resamples, moved so that their mean is the figure of all text, as
/// resampling makes every cosine smaller. At least one value.
Interval centred_interval(std::span<const double> values, double figure,
                          const CentredOptions& options = {});

}  // namespace eigenlex::internal
