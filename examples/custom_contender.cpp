// Compares a method of one's own with the SVD: random indexing (Sahlgren 2005), where a word's
// vector is the sum of random vectors of the words beside it.
//
//     custom_contender corpus.txt ws353.txt work
//
// Finished trainings stay in the folder `work`; begun again, the comparison goes on where it was.

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <string>
#include <utility>
#include <vector>

#include <eigenlex/compare/compare.hpp>
#include <eigenlex/core/random.hpp>
#include <eigenlex/text/vocabulary_file.hpp>

namespace {

constexpr std::size_t kWindow = 5;

/// Calls `take` with the words of each line of the corpus.
template <class Take>
void for_each_line(const std::filesystem::path& corpus, const eigenlex::Vocabulary& words,
                   Take&& take) {
  std::ifstream file(corpus);
  std::string line;
  while (std::getline(file, line)) {
    std::vector<std::int32_t> ids;
    for (std::size_t begin = 0; begin < line.size();) {
      const std::size_t end = std::min(line.find(' ', begin), line.size());
      ids.push_back(words.find(line.substr(begin, end - begin)).value());
      begin = end + 1;
    }
    take(ids);
  }
}

eigenlex::Embedding random_indexing(const eigenlex::TrainingTask& task,
                                    eigenlex::Observer& observer) {
  eigenlex::Vocabulary words = eigenlex::read_vocabulary(task.vocabulary);
  eigenlex::Table index(words.size(), task.dim);
  eigenlex::Random random(task.seed);
  for (Eigen::Index i = 0; i < index.size(); ++i) {
    index.data()[i] = static_cast<float>(random.normal());
  }
  eigenlex::Table vectors = eigenlex::Table::Zero(words.size(), task.dim);
  const eigenlex::Progress progress = observer.begin("random indexing", "lines");
  std::int64_t lines = 0;
  for_each_line(task.corpus, words, [&](const std::vector<std::int32_t>& ids) {
    eigenlex::report(progress, ++lines, 0);  // may throw: then the comparison is to stop
    for (std::size_t i = 0; i < ids.size(); ++i) {
      for (std::size_t j = i + 1; j < std::min(ids.size(), i + 1 + kWindow); ++j) {
        // Frequent neighbours say little: as in tf-idf, they count by the inverse of their root.
        const auto weight = [&](std::int32_t id) {
          return 1 / std::sqrt(static_cast<float>(words.count(id)));
        };
        vectors.row(ids[i]) += weight(ids[j]) * index.row(ids[j]);
        vectors.row(ids[j]) += weight(ids[i]) * index.row(ids[i]);
      }
    }
  });
  observer.end();
  return {std::move(words), std::move(vectors)};
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) {
    std::cerr << "usage: custom_contender CORPUS SIMILARITY WORK\n";
    return 2;
  }
  try {
    const eigenlex::Contender mine{.name = "indexing",
                                   .description = "sums of random vectors of neighbours",
                                   .settings = {{"window", kWindow}},
                                   .train = random_indexing};
    const nlohmann::ordered_json results =
        eigenlex::compare({.corpus = {argv[1]},
                           .similarity = {argv[2]},
                           .contenders = {mine, eigenlex::svd_contender()}},
                          {.dim = 50}, argv[3]);
    for (const auto& sentence : results["summary"]) {
      std::cout << sentence.get<std::string>() << '\n';
    }
  } catch (const std::exception& error) {
    std::cerr << "custom_contender: " << error.what() << '\n';
    return 1;
  }
  return 0;
}
