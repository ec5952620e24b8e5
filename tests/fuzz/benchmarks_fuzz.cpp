// Files of benchmarks: the first byte chooses between similarity and analogies.

#include "eigenlex/core/error.hpp"
#include "eigenlex/evaluate/analogy_benchmark.hpp"
#include "eigenlex/evaluate/similarity_benchmark.hpp"

#include "fuzz/scratch.hpp"
#include "fuzz/targets.hpp"

void eigenlex::testing::benchmarks_fuzz(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return;
  const std::string_view text = as_text(data + 1, size - 1);
  refuse_well<FormatError>([&] {
    if ((data[0] & 1) != 0) {
      parse_similarity_benchmark(text, "input");
    } else {
      parse_analogy_benchmark(text, "input");
    }
  });
}
