// vocab.tsv: what is read is written back as the same bytes.

#include <cstdlib>

#include "eigenlex/core/error.hpp"
#include "eigenlex/text/vocabulary_file.hpp"

#include "fuzz/scratch.hpp"
#include "fuzz/targets.hpp"

void eigenlex::testing::vocabulary_fuzz(const std::uint8_t* data, std::size_t size) {
  const auto path = input_file(as_text(data, size));
  refuse_well<FormatError>([&] {
    const Vocabulary vocabulary = read_vocabulary(path);
    write_vocabulary(vocabulary, scratch() / "output");
    if (read_vocabulary(scratch() / "output").words() != vocabulary.words()) std::abort();
  });
}
