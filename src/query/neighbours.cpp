#include "eigenlex/query/neighbours.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "eigenlex/core/error.hpp"

#include "query/exact_search.hpp"

namespace eigenlex {
namespace {

using internal::exact_search;
using internal::limited;
using internal::RowProducts;
using internal::SearchObjective;

constexpr Eigen::Index kQueriesPerTile = 64;

/// The cosine with unit vectors, one a request.
class CosineObjective final : public SearchObjective {
 public:
  /// `barred` has a flag for each row that no request may return; empty if there are none.
  CosineObjective(const UnitTable& units, const Table& vectors,
                  std::span<const std::vector<std::int32_t>> excluded,
                  const std::vector<bool>& barred)
      : units_(units), vectors_(vectors), excluded_(excluded), barred_(barred) {}

  std::int64_t requests() const override { return vectors_.rows(); }

  void upper_bounds(std::int64_t request, const RowProducts& products,
                    std::span<float> upper) const override {
    const float* product = products.values.row(request).data();
    const float* error = products.errors.data();
    for (std::size_t i = 0; i < upper.size(); ++i) upper[i] = product[i] + error[i];
  }

  float lower_bound(std::int64_t request, const RowProducts& products,
                    std::int64_t column) const override {
    return products.values(request, column) - products.errors[static_cast<std::size_t>(column)];
  }

  float score(std::int64_t request, std::int32_t id) const override {
    return static_cast<float>(std::clamp(units_.dot(id, vectors_.row(request)), -1.0, 1.0));
  }

  bool is_excluded(std::int64_t request, std::int32_t id) const override {
    if (!barred_.empty() && barred_[static_cast<std::size_t>(id)]) return true;
    if (excluded_.empty()) return false;
    return std::ranges::count(excluded_[static_cast<std::size_t>(request)], id) > 0;
  }

 private:
  const UnitTable& units_;
  const Table& vectors_;
  std::span<const std::vector<std::int32_t>> excluded_;
  const std::vector<bool>& barred_;
};

void require_id(std::int32_t id, std::int32_t size) {
  if (id >= 0 && id < size) return;
  throw OptionError("word id", std::to_string(id),
                    "must be below the number of words, " + std::to_string(size));
}

/// A flag for each row that the options bar; none where they bar none.
std::vector<bool> barred_rows(const NeighbourOptions& options, std::int32_t size) {
  if (!options.among && options.leave_out.empty()) return {};
  std::vector<bool> barred(static_cast<std::size_t>(size), options.among.has_value());
  const auto set = [&](const std::vector<std::int32_t>& ids, bool value) {
    for (const std::int32_t id : ids) {
      require_id(id, size);
      barred[static_cast<std::size_t>(id)] = value;
    }
  };
  if (options.among) set(*options.among, false);
  set(options.leave_out, true);
  return barred;
}

}  // namespace

void NeighbourOptions::validate() const {
  if (count < 1) {
    throw OptionError("NeighbourOptions.count", std::to_string(count), "must be at least 1");
  }
  if (restrict_to < 0) {
    throw OptionError("NeighbourOptions.restrict_to", std::to_string(restrict_to),
                      "must be at least 0");
  }
}

std::vector<std::vector<Neighbour>> nearest(const UnitTable& units, const Vocabulary& vocabulary,
                                            const Eigen::Ref<const Table>& queries,
                                            std::span<const std::vector<std::int32_t>> excluded,
                                            const NeighbourOptions& options) {
  options.validate();
  require_same_size(units, vocabulary);
  if (queries.cols() != units.dimensions()) {
    throw OptionError("queries.cols", std::to_string(queries.cols()),
                      "must be the table's, " + std::to_string(units.dimensions()));
  }
  if (!excluded.empty() && static_cast<Eigen::Index>(excluded.size()) != queries.rows()) {
    throw OptionError("excluded.size", std::to_string(excluded.size()),
                      "must be 0 or the number of queries, " + std::to_string(queries.rows()));
  }

  const std::vector<bool> barred = barred_rows(options, units.size());
  std::vector<std::vector<Neighbour>> results;
  for (Eigen::Index begin = 0; begin < queries.rows(); begin += kQueriesPerTile) {
    const Eigen::Index size = std::min(kQueriesPerTile, queries.rows() - begin);
    Table vectors(size, queries.cols());
    for (Eigen::Index i = 0; i < size; ++i) vectors.row(i) = unit_vector(queries.row(begin + i));
    const auto tile_excluded = excluded.empty() ? excluded
                                                : excluded.subspan(static_cast<std::size_t>(begin),
                                                                   static_cast<std::size_t>(size));
    for (auto& found : exact_search(units, vocabulary, vectors,
                                    CosineObjective(units, vectors, tile_excluded, barred),
                                    limited(units.size(), options.restrict_to), options.count)) {
      results.push_back(std::move(found));
    }
  }
  return results;
}

std::vector<std::vector<Neighbour>> nearest_words(const UnitTable& units,
                                                  const Vocabulary& vocabulary,
                                                  std::span<const std::int32_t> words,
                                                  const NeighbourOptions& options) {
  Table queries(static_cast<Eigen::Index>(words.size()), units.dimensions());
  std::vector<std::vector<std::int32_t>> excluded;
  excluded.reserve(words.size());
  for (const std::int32_t word : words) {
    require_id(word, units.size());
    queries.row(static_cast<Eigen::Index>(excluded.size())) = units.row(word);
    excluded.push_back({word});
  }
  return nearest(units, vocabulary, queries, excluded, options);
}

}  // namespace eigenlex
