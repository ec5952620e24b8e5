#pragma once

#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "eigenlex/core/progress.hpp"
#include "eigenlex/embedding/embedding.hpp"

namespace eigenlex::internal {

/// Tables of all contenders over the words that they share.
struct SharedTables {
  std::vector<std::string> names;
  std::vector<Embedding> tables;
};

/// Mean Jaccard index of the 10 nearest words for each pair of contenders, with its interval, and
/// the words on which they differ most.
nlohmann::json neighbour_overlaps(const SharedTables& shared, const Progress& progress);

/// The singular values of each table with rows of length 1, as shares of the first.
nlohmann::json table_spectra(const SharedTables& shared, const Progress& progress);

/// Words in the plane for each contender, by PCA and by t-SNE, with a class by k-means.
nlohmann::json word_maps(const SharedTables& shared, const Progress& progress);

/// Mean overlap of the neighbours between trainings that differ in the seed alone.
nlohmann::json seed_stability(const std::vector<Embedding>& runs, const Progress& progress);

}  // namespace eigenlex::internal
