#include "eigenlex/query/analogy.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <memory>
#include <string>
#include <unordered_map>

#include <fmt/format.h>

#include "eigenlex/core/error.hpp"

#include "query/exact_search.hpp"

namespace eigenlex {
namespace {

using internal::exact_search;
using internal::limited;
using internal::RowProducts;
using internal::SearchObjective;

constexpr std::size_t kWordsPerTile = 256;
constexpr std::size_t kQuestionsPerTile = 2048;

/// Consecutive questions and the distinct words in them: a word's place in `words` is its row in
/// the matrix product of the tile.
struct Tile {
  std::vector<AnalogyQuestion> questions;
  std::vector<std::array<Eigen::Index, 3>> places;
  std::vector<std::int32_t> words;
};

/// The longest tile at the start of `questions`, at least one question.
Tile next_tile(std::span<const AnalogyQuestion> questions) {
  Tile tile;
  std::unordered_map<std::int32_t, Eigen::Index> place_of;
  const auto place = [&](std::int32_t word) {
    const auto [entry, is_new] = place_of.emplace(word, std::ssize(tile.words));
    if (is_new) tile.words.push_back(word);
    return entry->second;
  };
  for (const AnalogyQuestion& question : questions) {
    tile.places.push_back({place(question.a), place(question.b), place(question.c)});
    tile.questions.push_back(question);
    if (tile.words.size() >= kWordsPerTile || tile.questions.size() >= kQuestionsPerTile) break;
  }
  return tile;
}

/// The products of the three words of a question with the rows of a block, and their errors.
struct QuestionProducts {
  const float* a;
  const float* b;
  const float* c;
  const float* error;
};

/// What both objectives share: the questions of a tile, and their words as the answers excluded.
class TileObjective : public SearchObjective {
 public:
  TileObjective(const UnitTable& units, const Tile& tile) : units_(units), tile_(tile) {}

  std::int64_t requests() const override { return std::ssize(tile_.questions); }

  bool is_excluded(std::int64_t request, std::int32_t id) const override {
    const AnalogyQuestion& asked = question(request);
    return id == asked.a || id == asked.b || id == asked.c;
  }

 protected:
  const AnalogyQuestion& question(std::int64_t request) const {
    return tile_.questions[static_cast<std::size_t>(request)];
  }

  QuestionProducts select(std::int64_t request, const RowProducts& products) const {
    const auto& [a, b, c] = tile_.places[static_cast<std::size_t>(request)];
    const Eigen::Ref<const Table>& values = products.values;
    return {values.row(a).data(), values.row(b).data(), values.row(c).data(),
            products.errors.data()};
  }

  const UnitTable& units() const { return units_; }

 private:
  const UnitTable& units_;
  const Tile& tile_;
};

class AddObjective final : public TileObjective {
 public:
  AddObjective(const UnitTable& units, const Tile& tile) : TileObjective(units, tile) {
    for (const AnalogyQuestion& asked : tile.questions) {
      const double length = (units.row(asked.b).cast<double>() - units.row(asked.a).cast<double>() +
                             units.row(asked.c).cast<double>())
                                .norm();
      inverse_lengths_.push_back(length > 0 ? 1 / length : 0);
    }
  }

  void upper_bounds(std::int64_t request, const RowProducts& products,
                    std::span<float> upper) const override {
    const QuestionProducts product = select(request, products);
    const auto scale = static_cast<float>(inverse_length(request));
    for (std::size_t i = 0; i < upper.size(); ++i) {
      upper[i] = (product.b[i] - product.a[i] + product.c[i] + kTerms * product.error[i]) * scale;
    }
  }

  float lower_bound(std::int64_t request, const RowProducts& products,
                    std::int64_t column) const override {
    const QuestionProducts product = select(request, products);
    const auto scale = static_cast<float>(inverse_length(request));
    return (product.b[column] - product.a[column] + product.c[column] -
            kTerms * product.error[column]) *
           scale;
  }

  float score(std::int64_t request, std::int32_t id) const override {
    const AnalogyQuestion& asked = question(request);
    const double sum =
        units().cosine(id, asked.b) - units().cosine(id, asked.a) + units().cosine(id, asked.c);
    return static_cast<float>(sum * inverse_length(request));
  }

 private:
  // Three products, each with its error; the error bound has room for the roundings of the sum.
  static constexpr float kTerms = 3;

  double inverse_length(std::int64_t request) const {
    return inverse_lengths_[static_cast<std::size_t>(request)];
  }

  std::vector<double> inverse_lengths_;
};

class MulObjective final : public TileObjective {
 public:
  MulObjective(const UnitTable& units, const Tile& tile, double epsilon)
      : TileObjective(units, tile), epsilon_(epsilon) {}

  void upper_bounds(std::int64_t request, const RowProducts& products,
                    std::span<float> upper) const override {
    const QuestionProducts product = select(request, products);
    const auto epsilon = static_cast<float>(epsilon_);
    for (std::size_t i = 0; i < upper.size(); ++i) {
      const float slack = product.error[i];
      upper[i] = kRoundUp * quotient(product.a[i] - slack, product.b[i] + slack,
                                     product.c[i] + slack, epsilon);
    }
  }

  float lower_bound(std::int64_t request, const RowProducts& products,
                    std::int64_t column) const override {
    const QuestionProducts product = select(request, products);
    const float slack = product.error[column];
    return kRoundDown * quotient(product.a[column] + slack, product.b[column] - slack,
                                 product.c[column] - slack, static_cast<float>(epsilon_));
  }

  float score(std::int64_t request, std::int32_t id) const override {
    const AnalogyQuestion& asked = question(request);
    return static_cast<float>(quotient(units().cosine(id, asked.a), units().cosine(id, asked.b),
                                       units().cosine(id, asked.c), epsilon_));
  }

 private:
  // A dozen roundings of the quotient itself.
  static constexpr float kRoundUp = 1 + 1e-6F;
  static constexpr float kRoundDown = 1 - 1e-6F;

  /// 3CosMul of three cosines; falls with `a`, rises with `b` and `c`.
  template <class Real>
  static Real quotient(Real a, Real b, Real c, Real epsilon) {
    const auto shifted = [](Real cosine) { return std::max((1 + cosine) / 2, Real{0}); };
    return shifted(b) * shifted(c) / (shifted(a) + epsilon);
  }

  double epsilon_;
};

void require_known_words(std::span<const AnalogyQuestion> questions, std::int32_t size) {
  for (const AnalogyQuestion& question : questions) {
    for (const std::int32_t id : {question.a, question.b, question.c}) {
      if (id >= 0 && id < size) continue;
      throw OptionError("word id", std::to_string(id),
                        "must be below the number of words, " + std::to_string(size));
    }
  }
}

std::unique_ptr<SearchObjective> make_objective(const UnitTable& units, const Tile& tile,
                                                const AnalogyOptions& options) {
  if (options.objective == AnalogyObjective::kMul) {
    return std::make_unique<MulObjective>(units, tile, options.epsilon);
  }
  return std::make_unique<AddObjective>(units, tile);
}

}  // namespace

void AnalogyOptions::validate() const {
  if (count < 1) {
    throw OptionError("AnalogyOptions.count", std::to_string(count), "must be at least 1");
  }
  if (restrict_to < 0) {
    throw OptionError("AnalogyOptions.restrict_to", std::to_string(restrict_to),
                      "must be at least 0");
  }
  if (!(epsilon >= 1e-6 && epsilon <= 1)) {
    throw OptionError("AnalogyOptions.epsilon", fmt::format("{}", epsilon), "must be in [1e-6, 1]");
  }
}

std::vector<std::vector<Neighbour>> solve_analogies(const UnitTable& units,
                                                    const Vocabulary& vocabulary,
                                                    std::span<const AnalogyQuestion> questions,
                                                    const AnalogyOptions& options,
                                                    const Progress& progress) {
  options.validate();
  require_same_size(units, vocabulary);
  require_known_words(questions, units.size());

  const std::int64_t all = std::ssize(questions);
  std::vector<std::vector<Neighbour>> results;
  while (!questions.empty()) {
    report(progress, std::ssize(results), all);
    const Tile tile = next_tile(questions);
    Table vectors(std::ssize(tile.words), units.dimensions());
    for (std::size_t i = 0; i < tile.words.size(); ++i) {
      vectors.row(static_cast<Eigen::Index>(i)) = units.row(tile.words[i]);
    }
    auto found = exact_search(units, vocabulary, vectors, *make_objective(units, tile, options),
                              limited(units.size(), options.restrict_to), options.count);
    results.insert(results.end(), std::make_move_iterator(found.begin()),
                   std::make_move_iterator(found.end()));
    questions = questions.subspan(tile.questions.size());
  }
  report(progress, all, all);
  return results;
}

}  // namespace eigenlex
