#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "eigenlex/core/observer.hpp"
#include "eigenlex/embedding/embedding.hpp"
#include "eigenlex/matrix/row_matrix.hpp"
#include "eigenlex/refine/kmeans.hpp"
#include "eigenlex/refine/tsne.hpp"
#include "eigenlex/text/vocabulary.hpp"

namespace eigenlex {

/// How the words of a vocabulary are laid out and coloured.
struct WordMapOptions {
  /// How words are laid out. Where there are too few words for the perplexity it is lowered, which
  /// the map says.
  TsneOptions layout;
  /// How words are put into classes, by their cosine. Fewer words make fewer classes.
  KMeansOptions classes{.clusters = 100, .allow_fewer = true};
  /// Words that name a class, >= 1.
  std::int64_t central_words = 3;
  /// Throws OptionError naming the field, its value and the violated bound.
  void validate() const;
};

/// A class of words on a map.
struct MapClass {
  std::int64_t size = 0;  ///< number of its words
  double cohesion = 0;    ///< mean cosine of its words with the centroid
  /// Ids of the words that are its name: the most frequent of its most central quarter, for most
  /// words of a class are rare ones that few would know it by.
  std::vector<std::int32_t> central;
  /// Where to write the name: the median, in x and in y, of the places of its words.
  std::array<float, 2> place{};
};

/// The words of a vocabulary in the plane.
struct WordMap {
  RowMatrix places;                    ///< n x 2, x and y of word i; centred, finite
  std::vector<std::int32_t> class_of;  ///< n, each the number of an entry of `classes`
  std::vector<MapClass> classes;       ///< the largest first, none empty
  /// That of the layout, as asked for or lowered; 0 where words are so few, under 7, that they are
  /// at their principal components instead.
  double perplexity = 0;
};

/// Lays all words out in the plane so that those of near directions are near: `tsne` of the vectors
/// scaled to length 1, so that distances are those of cosines, with the classes of `kmeans`.
///
/// Distances between far islands mean little, and so does the size of an island. Words whose vector
/// is 0 are near each other and at cosine 0 from all others. Stages: "classes", "neighbours" and
/// "map". Throws OptionError for bad options or a vector that is not finite. Cost and memory: those
/// of `tsne` and `kmeans`. The same bytes for any number of threads.
WordMap word_map(const Embedding& embedding, const WordMapOptions& options = {},
                 Observer& observer = unobserved());

/// What a map says beside the places of words, as an object: words (their number), perplexity, and
/// classes (number, size, cohesion, words, x, y).
nlohmann::ordered_json to_json(const WordMap& map, const Vocabulary& words);

}  // namespace eigenlex
