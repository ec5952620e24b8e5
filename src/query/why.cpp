#include "eigenlex/query/why.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "eigenlex/core/as_size.hpp"

namespace eigenlex {
namespace {

/// The contexts of positive weight, in the order of columns, and the length of their row.
struct PositiveRow {
  std::vector<Context> contexts;
  double length = 0;

  PositiveRow(const ContextTable& table, std::int32_t word) : contexts(table.contexts_of(word)) {
    std::erase_if(contexts, [](const Context& context) { return context.weight <= 0; });
    double squares = 0;
    for (const Context& context : contexts) squares += context.weight * context.weight;
    length = std::sqrt(squares);
  }
};

std::pair<ContextPlace, std::int32_t> column_of(const Context& context) {
  return {context.place, context.word};
}

}  // namespace

Why why(const ContextTable& table, std::int32_t first, std::int32_t second) {
  const PositiveRow a(table, first), b(table, second);
  Why found{.first_contexts = std::ssize(a.contexts),
            .second_contexts = std::ssize(b.contexts),
            .shared = {},
            .places = {}};
  for (const ContextPlace place : table.places()) found.places.push_back({.place = place});
  auto other = b.contexts.begin();
  for (const Context& context : a.contexts) {
    while (other != b.contexts.end() && column_of(*other) < column_of(context)) ++other;
    if (other == b.contexts.end()) break;
    if (column_of(*other) != column_of(context)) continue;
    const double part = context.weight * other->weight / (a.length * b.length);
    found.shared.push_back({context.word, context.place, context, *other, part});
    found.cosine += part;
    std::ranges::find(found.places, context.place, &PlacePart::place)->part += part;
  }
  std::ranges::stable_sort(found.shared, std::ranges::greater{}, &SharedContext::part);
  return found;
}

std::vector<SharedContext> Why::telling(std::int64_t count, double least_pairs) const {
  std::vector<SharedContext> some;
  for (const SharedContext& one : shared) {
    if (std::ssize(some) >= count) break;
    if (std::min(one.first.pairs, one.second.pairs) >= least_pairs) some.push_back(one);
  }
  return some;
}

nlohmann::ordered_json to_json(const Why& why, const Vocabulary& vocabulary,
                               const std::vector<SharedContext>& shown) {
  auto places = nlohmann::ordered_json::array();
  for (const PlacePart& one : why.places) {
    places.push_back({{"place", enum_name(one.place)}, {"part", one.part}});
  }
  auto shared = nlohmann::ordered_json::array();
  for (const SharedContext& one : shown) {
    shared.push_back({{"context", vocabulary.word(one.word)},
                      {"place", enum_name(one.place)},
                      {"part", one.part},
                      {"share", one.part / why.cosine},
                      {"first_weight", one.first.weight},
                      {"second_weight", one.second.weight},
                      {"first_pairs", one.first.pairs},
                      {"second_pairs", one.second.pairs}});
  }
  return {{"cosine", why.cosine},
          {"first_contexts", why.first_contexts},
          {"second_contexts", why.second_contexts},
          {"shared_contexts", why.shared.size()},
          {"places", std::move(places)},
          {"shared", std::move(shared)}};
}

}  // namespace eigenlex
