// The folder of a vocabulary of a corpus with one file damaged, its checksums not verified.

#include "eigenlex/core/error.hpp"

#include "fuzz/folder_input.hpp"
#include "fuzz/samples.hpp"
#include "fuzz/targets.hpp"

namespace {

using namespace eigenlex;

std::filesystem::path vocabulary_folder() {
  write_corpus_vocabulary(testing::sample_corpus_vocabulary(), testing::scratch() / "gathered");
  return testing::scratch() / "gathered";
}

}  // namespace

void eigenlex::testing::corpus_vocabulary_fuzz(const std::uint8_t* data, std::size_t size) {
  static const FolderInput input(vocabulary_folder(), kCorpusVocabularyFiles);
  input.with(data, size, [](const std::filesystem::path& folder) {
    refuse_well<FormatError>([&] {
      VocabularySum sum;
      sum.add(read_corpus_vocabulary(folder, {.verify_checksums = false}), folder.string());
      const CorpusVocabulary read = sum.finish({.min_count = 1});
      if (read.words.size() != read.distinct_words) std::abort();
    });
  });
}
