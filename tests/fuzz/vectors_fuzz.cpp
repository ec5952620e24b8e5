// Vectors of other programs, text and binary. What is read is the same after it was written and
// read again.

#include <cstdlib>
#include <fstream>

#include "eigenlex/core/error.hpp"
#include "eigenlex/embedding/formats.hpp"

#include "fuzz/scratch.hpp"
#include "fuzz/targets.hpp"

namespace {

using namespace eigenlex;

void check_round_trip(const Embedding& embedding, VectorFormat format) {
  const auto output = testing::scratch() / "output";
  try {
    write_vectors(embedding, format, output);
  } catch (const OptionError&) {
    return;  // words with blanks, or no columns
  }
  const Embedding again = read_vectors(output);
  if (again.table != embedding.table || again.vocabulary.words() != embedding.vocabulary.words()) {
    std::abort();
  }
}

}  // namespace

void eigenlex::testing::vectors_fuzz(const std::uint8_t* data, std::size_t size) {
  const auto path = input_file(as_text(data, size));
  // Words of two rows, should the input be an array.
  std::ofstream(path.string() + ".vocab.tsv") << "a\t2\nb\t1\n";
  refuse_well<FormatError>([&] {
    const Embedding embedding = read_vectors(path);
    check_round_trip(embedding, VectorFormat::kWord2vecText);
  });
}
