// vocab.tsv: what is read is written back as the same bytes.

#include <cstdlib>

#include "eigenlex/core/error.hpp"
#include "eigenlex/text/vocabulary_file.hpp"

#include "fuzz/scratch.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace eigenlex;
  const auto path = testing::input_file(testing::as_text(data, size));
  testing::refuse_well<FormatError>([&] {
    const Vocabulary vocabulary = read_vocabulary(path);
    write_vocabulary(vocabulary, testing::scratch() / "output");
    if (read_vocabulary(testing::scratch() / "output").words() != vocabulary.words()) std::abort();
  });
  return 0;
}
