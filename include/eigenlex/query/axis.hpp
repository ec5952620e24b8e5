#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <Eigen/Core>

#include "eigenlex/query/searcher.hpp"

namespace eigenlex {

/// The words at the two ends of an axis, as "bad" and "good".
using AxisEnds = std::pair<std::string, std::string>;

/// A direction in a table from one meaning to its opposite.
struct SemanticAxis {
  /// Of length 1; 0 where the ends of the pairs do not differ.
  Eigen::RowVectorXf direction;
  /// Ids of the words that it was made of: they lie at its ends because of that.
  std::vector<std::int32_t> ends;
};

/// The axis of one or several pairs: the mean of the differences of their words' vectors, second
/// less first, each vector of length 1 (Bolukbasi et al., NIPS 2016; An, Kwak & Ahn, ACL 2018, take
/// such means for ends of several words). Throws OptionError without a pair, or where a word has no
/// vector.
SemanticAxis semantic_axis(const Searcher& searcher, std::span<const AxisEnds> pairs);

/// The cosine of each word with the axis, from -1, the first end, to 1; or the word as unknown.
struct Projection {
  double position = 0;
  bool known = false;
};
std::vector<Projection> project(const Searcher& searcher, const SemanticAxis& axis,
                                std::span<const std::string> words);

/// The words furthest towards either end, furthest first, those of the axis left out: `first` at
/// the first one. Similarities are cosines with the axis. Throws OptionError for bad options.
struct AxisExtremes {
  std::vector<Neighbour> first;
  std::vector<Neighbour> second;
};
AxisExtremes axis_extremes(const Searcher& searcher, const SemanticAxis& axis,
                           const NeighbourOptions& options = {});

}  // namespace eigenlex
