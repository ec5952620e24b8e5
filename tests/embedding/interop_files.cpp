// The library's side of python_interop_test.py: writes a model of random vectors and its exports,
// and turns files that Python wrote into arrays.

#include <cstdio>
#include <exception>
#include <filesystem>
#include <string>
#include <vector>

#include "eigenlex/embedding/formats.hpp"
#include "eigenlex/embedding/model.hpp"

#include "support/random_embedding.hpp"

namespace {

using namespace eigenlex;

void write_files(const std::filesystem::path& folder) {
  constexpr Eigen::Index kWords = 500, kDim = 20;
  std::vector<std::string> words;
  for (Eigen::Index i = 0; i < kWords; ++i) {
    // Words of two scripts, for the encoding.
    words.push_back(std::string(i % 2 == 0 ? "word" : "字").append(std::to_string(i)));
  }
  Model model;
  model.words = embedding_of_words(words, testing::random_table(kWords, kDim, 1));
  model.contexts = testing::random_table(2 * kWords, kDim, 2);
  model.singular_values = Eigen::VectorXf::LinSpaced(kDim, 20, 1);
  model.exponent = 0.25;
  write_model(model, folder / "model");
  write_vectors(model.words, VectorFormat::kWord2vecText, folder / "vectors.txt");
  write_vectors(model.words, VectorFormat::kFastTextVec, folder / "vectors.vec");
  write_vectors(model.words, VectorFormat::kGloveText, folder / "glove.txt");
  write_vectors(model.words, VectorFormat::kWord2vecBinary, folder / "vectors.bin");
}

}  // namespace

int main(int argc, char** argv) {
  const std::string command = argc > 1 ? argv[1] : "";
  try {
    if (command == "write" && argc == 3) {
      write_files(argv[2]);
    } else if (command == "convert" && argc == 4) {
      write_vectors(read_vectors(argv[2]), VectorFormat::kNpy, argv[3]);
    } else {
      std::fprintf(stderr, "usage: interop_files write FOLDER | convert FILE ARRAY.npy\n");
      return 2;
    }
  } catch (const std::exception& error) {
    std::fprintf(stderr, "interop_files: %s\n", error.what());
    return 1;
  }
}
