#include "eigenlex/query/translator.hpp"

#include <algorithm>
#include <utility>
#include <variant>

#include <fmt/format.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/matrix/csls.hpp"

#include "query/exact_search.hpp"

namespace eigenlex {
namespace {

using internal::exact_search;
using internal::limited;
using internal::RowProducts;
using internal::SearchObjective;

constexpr std::size_t kTranslatedPerTile = 64;

/// 2 x·y - r(y) for vectors x, one a request.
class CslsObjective final : public SearchObjective {
 public:
  CslsObjective(const UnitTable& units, const Eigen::VectorXf& density, const Table& vectors)
      : units_(units), density_(density), vectors_(vectors) {}

  std::int64_t requests() const override { return vectors_.rows(); }

  void upper_bounds(std::int64_t request, const RowProducts& products,
                    std::span<float> upper) const override {
    const float* const product = products.values.row(request).data();
    const float* const error = products.errors.data();
    const float* const density = density_.data() + products.first;
    for (std::size_t i = 0; i < upper.size(); ++i) {
      upper[i] = 2 * (product[i] + error[i]) - density[i];
    }
  }

  float lower_bound(std::int64_t request, const RowProducts& products,
                    std::int64_t column) const override {
    const float product = products.values(request, column);
    const float error = products.errors[static_cast<std::size_t>(column)];
    return 2 * (product - error) - density_[products.first + column];
  }

  float score(std::int64_t request, std::int32_t id) const override {
    const double product = std::clamp(units_.dot(id, vectors_.row(request)), -1.0, 1.0);
    return static_cast<float>(2 * product - double{density_[id]});
  }

  bool is_excluded(std::int64_t, std::int32_t) const override { return false; }

 private:
  const UnitTable& units_;
  const Eigen::VectorXf& density_;
  const Table& vectors_;
};

RowMatrix compared_rows(Storage vectors, const TranslatorOptions& options) {
  RowMatrix rows = decode(std::move(vectors));
  return options.centre ? centred_unit_rows(std::move(rows), options.frequent)
                        : unit_rows(std::move(rows));
}

RowBlock first_rows(const RowMatrix& rows, std::int32_t most) {
  return rows.topRows(std::min<Eigen::Index>(rows.rows(), most));
}

float mean_similarity(const std::vector<Neighbour>& neighbours) {
  double sum = 0;
  for (const Neighbour& one : neighbours) sum += one.similarity;
  return static_cast<float>(sum / static_cast<double>(std::max<std::size_t>(neighbours.size(), 1)));
}

const RowMatrix& floats_of(const UnitTable& units) { return std::get<Table>(units.storage()); }

}  // namespace

void TranslatorOptions::validate() const {
  const auto require = [](bool condition, std::string_view field, std::int32_t value,
                          std::string_view requirement) {
    if (!condition) throw OptionError(field, std::to_string(value), requirement);
  };
  require(neighbours >= 1, "TranslatorOptions.neighbours", neighbours, "must be at least 1");
  require(frequent >= 1, "TranslatorOptions.frequent", frequent, "must be at least 1");
  require(restrict_to >= 0, "TranslatorOptions.restrict_to", restrict_to, "must be at least 0");
}

Translator::Translator(StoredEmbedding source, StoredEmbedding target,
                       const TranslatorOptions& options)
    : source_vocabulary_(std::move(source.vocabulary)),
      target_vocabulary_(std::move(target.vocabulary)),
      source_finder_(source.description),
      target_finder_(target.description),
      options_((options.validate(), options)),
      source_(compared_rows(std::move(source.vectors), options)),
      target_(compared_rows(std::move(target.vectors), options)) {
  if (source_.cols() != target_.dimensions()) {
    throw OptionError(
        "source", fmt::format("{} dimensions", source_.cols()),
        fmt::format("must have those of the target, {}: rotate it onto the target first",
                    target_.dimensions()));
  }
  require_same_size(target_, target_vocabulary_);
  density_ = mean_greatest_products(
      first_rows(floats_of(target_), limited(target_.size(), options.restrict_to)),
      first_rows(source_, options.frequent), options.neighbours);
}

std::optional<std::int32_t> Translator::find_source(std::string_view word) const {
  return source_finder_.find(source_vocabulary_, word);
}

std::optional<std::int32_t> Translator::find_target(std::string_view word) const {
  return target_finder_.find(target_vocabulary_, word);
}

std::vector<std::vector<Neighbour>> Translator::translate_ids(std::span<const std::int32_t> words,
                                                              std::int32_t count) const {
  if (count < 1) throw OptionError("count", std::to_string(count), "must be at least 1");
  std::vector<std::vector<Neighbour>> results;
  for (std::size_t begin = 0; begin < words.size(); begin += kTranslatedPerTile) {
    const auto tile = words.subspan(begin, std::min(kTranslatedPerTile, words.size() - begin));
    Table vectors(std::ssize(tile), source_.cols());
    for (Eigen::Index i = 0; i < vectors.rows(); ++i) {
      const std::int32_t word = tile[static_cast<std::size_t>(i)];
      if (word < 0 || word >= source_.rows()) {
        throw OptionError("word id", std::to_string(word),
                          fmt::format("must be below the number of words, {}", source_.rows()));
      }
      vectors.row(i) = source_.row(word);
    }
    // In double, unlike products of blocks: the same for a word alone as among others.
    const auto near = nearest(target_, target_vocabulary_, vectors, {},
                              {.count = options_.neighbours, .restrict_to = options_.frequent});
    auto found = exact_search(target_, target_vocabulary_, vectors,
                              CslsObjective(target_, density_, vectors),
                              static_cast<std::int32_t>(density_.size()), count);
    for (std::size_t i = 0; i < found.size(); ++i) {
      const float own = mean_similarity(near[i]);
      for (Neighbour& one : found[i]) one.similarity -= own;
      results.push_back(std::move(found[i]));
    }
  }
  return results;
}

std::vector<Answer> Translator::translate(std::span<const std::string> words,
                                          std::int32_t count) const {
  std::vector<Answer> answers(words.size());
  std::vector<std::int32_t> ids;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (const auto id = find_source(words[i])) {
      ids.push_back(*id);
    } else {
      answers[i].unknown.push_back(words[i]);
    }
  }
  auto found = translate_ids(ids, count);
  auto next = found.begin();
  for (Answer& answer : answers) {
    if (answer.unknown.empty()) answer.neighbours = std::move(*next++);
  }
  return answers;
}

}  // namespace eigenlex
