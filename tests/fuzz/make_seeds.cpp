// Writes the inputs from which the fuzz targets start: make_seeds FOLDER makes a folder for each.

#include <cstdio>
#include <exception>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

#include "eigenlex/embedding/formats.hpp"

#include "fuzz/samples.hpp"
#include "support/compress.hpp"
#include "support/temp_dir.hpp"

namespace {

namespace fs = std::filesystem;
using namespace eigenlex;
using testing::read_bytes;

class SeedFolder {
 public:
  SeedFolder(const fs::path& root, const char* target) : folder_(root / target) {
    fs::create_directories(folder_);
  }
  void add(std::string_view bytes) {
    std::ofstream(folder_ / ("seed" + std::to_string(next_++)), std::ios::binary) << bytes;
  }
  /// With a first byte that chooses among the variants of the target.
  void add(int choice, std::string_view bytes) {
    add(std::string(1, static_cast<char>(choice)).append(bytes));
  }

 private:
  fs::path folder_;
  int next_ = 0;
};

void corpus_seeds(const fs::path& root) {
  SeedFolder seeds(root, "corpus_fuzz");
  const std::string texts[] = {
      "the cat sat on the mat\nthe dog sat\n\nthe end",
      "\xef\xbb\xbfUpper lower \xc3\x84\xc3\x96 e\xcc\x81 "
      "\xe5\x8c\x97\xe4\xba\xac\xe5\xa4\xa7\xe5\xad\xa6\r\n",
      "a\xff\xfe\x80 \xf0\x9f\x98\x80\xe2\x80\x8d \xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d \t\v\f x",
  };
  for (const std::string& text : texts) {
    for (int choice = 0; choice < 4; ++choice) seeds.add(choice, text);
  }
  for (const char* filter : testing::kFilters) seeds.add(0, testing::compress(texts[0], filter));
}

template <std::size_t kFiles>
void folder_seeds(const fs::path& root, const char* target, const fs::path& folder,
                  const std::array<const char*, kFiles>& names) {
  SeedFolder seeds(root, target);
  for (std::size_t i = 0; i < kFiles; ++i) {
    seeds.add(static_cast<int>(i), read_bytes(folder / names[i]));
  }
}

void array_seeds(const fs::path& root, const fs::path& model, const fs::path& counts) {
  SeedFolder seeds(root, "npy_fuzz");
  seeds.add(0, read_bytes(model / "singular_values.npy"));
  seeds.add(2, read_bytes(counts / "indices.npy"));
  seeds.add(3, read_bytes(counts / "values.npy"));
  seeds.add(4, read_bytes(counts / "indptr.npy"));
  seeds.add(5, read_bytes(model / "vectors.npy"));
}

void vector_seeds(const fs::path& root, const testing::TempDir& scratch) {
  SeedFolder seeds(root, "vectors_fuzz");
  const Embedding embedding = testing::random_embedding(4, 3, 3);
  for (const VectorFormat format : {VectorFormat::kWord2vecText, VectorFormat::kWord2vecBinary,
                                    VectorFormat::kGloveText, VectorFormat::kFastTextVec}) {
    write_vectors(embedding, format, scratch / "vectors");
    seeds.add(read_bytes(scratch / "vectors"));
  }
  seeds.add("2 2\nnew york 1 -2.5e-3\nb\t1e38 0\r\n");
}

void benchmark_seeds(const fs::path& root) {
  SeedFolder seeds(root, "benchmarks_fuzz");
  seeds.add(1, "word1,word2,score\n# comment\ncat dog 7.5\n\"a\";b;1e-3;x\r\n");
  seeds.add(0, ": capital\nAthens Greece Oslo Norway\n: gram1\n\na b c d\n");
}

void matrix_seeds(const fs::path& root) {
  SeedFolder seeds(root, "matrix_fuzz");
  seeds.add("user\titem\trating\nann\tx\t2\nbob\ty\t-1.5e1\r\n\nann\tx\t3\t99\n");
  seeds.add("ann\tx\nbob\ty\n");
  seeds.add("%%MatrixMarket matrix coordinate real general\n% c\n3 2 2\n1 1 1.5\n3 2 -2\n");
  seeds.add("%%MatrixMarket matrix coordinate pattern symmetric\n2 2 2\n1 1\n2 1\n");
}

void make_seeds(const fs::path& root) {
  const testing::TempDir scratch;
  write_model(testing::sample_model(), scratch / "model");
  write_counts(testing::sample_counts(), scratch / "counts");
  corpus_seeds(root);
  folder_seeds(root, "model_fuzz", scratch / "model", testing::kModelFiles);
  folder_seeds(root, "counts_fuzz", scratch / "counts", testing::kCountsFiles);
  array_seeds(root, scratch / "model", scratch / "counts");
  vector_seeds(root, scratch);
  benchmark_seeds(root);
  matrix_seeds(root);
  SeedFolder(root, "vocabulary_fuzz").add(read_bytes(scratch / "model/vocab.tsv"));
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fprintf(stderr, "usage: make_seeds FOLDER\n");
    return 2;
  }
  try {
    make_seeds(argv[1]);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "make_seeds: %s\n", error.what());
    return 1;
  }
}
