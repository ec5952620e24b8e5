// Files of benchmarks: the first byte chooses between similarity and analogies.

#include "eigenlex/core/error.hpp"
#include "eigenlex/evaluate/analogy_benchmark.hpp"
#include "eigenlex/evaluate/similarity_benchmark.hpp"

#include "fuzz/scratch.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace eigenlex;
  if (size == 0) return 0;
  const std::string_view text = testing::as_text(data + 1, size - 1);
  testing::refuse_well<FormatError>([&] {
    if ((data[0] & 1) != 0) {
      parse_similarity_benchmark(text, "input");
    } else {
      parse_analogy_benchmark(text, "input");
    }
  });
  return 0;
}
