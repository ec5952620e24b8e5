#include <memory>
#include <numeric>
#include <vector>

#include "eigenlex/factor/als.hpp"
#include "eigenlex/query/neighbours.hpp"

#include "benchmarks.hpp"
#include "report.hpp"

namespace eigenlex::bench {

void register_query_benchmarks(const Context& context) {
  const Vocabulary& vocabulary = context.workload.corpus.vocabulary;
  const std::int64_t dimensions = context.options.dimensions;
  const auto units =
      std::make_shared<UnitTable>(random_factors(vocabulary.size(), 1, dimensions, 1).rows);
  units->add_compact_rows();
  constexpr std::int32_t kBatch = 64;
  for (const std::int32_t queries : {1, std::min(kBatch, vocabulary.size())}) {
    std::vector<std::int32_t> words(static_cast<std::size_t>(queries));
    std::iota(words.begin(), words.end(), 0);
    // The table is read once for all queries; each takes a product with every row.
    const auto row = static_cast<double>(dimensions);
    const Work query{
        .flops = 2 * row * vocabulary.size(),
        .bytes = row * sizeof(float) * vocabulary.size() / static_cast<double>(queries)};
    add_benchmark("nearest_" + std::to_string(queries) + "/queries", context.machine, queries,
                  query, [&vocabulary, units, words] {
                    benchmark::DoNotOptimize(nearest_words(*units, vocabulary, words));
                  });
  }
}

}  // namespace eigenlex::bench
