// A corpus of any size that comes from your own source, such as a database, a piece at a time: it
// is gone through twice and never held as a whole. The cells of its counts go to files in a folder
// where they do not fit into 64 MB.
// streaming_corpus TEXT FOLDER WORD
#include <cstdio>
#include <fstream>
#include <functional>
#include <iterator>
#include <sstream>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include <eigenlex/core/error.hpp>
#include <eigenlex/counts/cooccurrence_counter.hpp>
#include <eigenlex/learn/train.hpp>
#include <eigenlex/query/searcher.hpp>
#include <eigenlex/text/order_by_count.hpp>

namespace {

using eigenlex::Corpus;
using eigenlex::Vocabulary;

/// Calls `visit` with the words of one document after the other. Here these are the lines of a
/// file.
void for_each_document(const std::string& source,
                       const std::function<void(const std::vector<std::string>&)>& visit) {
  std::ifstream in(source);
  if (!in) throw eigenlex::IoError::at_path(source, "cannot be read");
  for (std::string line; std::getline(in, line);) {
    std::istringstream words(line);
    visit({std::istream_iterator<std::string>(words), {}});
  }
}

/// The first pass: the words that occur `least` times or more, the most frequent first.
Vocabulary read_vocabulary(const std::string& source, std::int64_t least) {
  std::unordered_map<std::string, std::int64_t> seen;
  for_each_document(source, [&](const std::vector<std::string>& document) {
    for (const std::string& word : document) ++seen[word];
  });
  std::vector<std::string_view> words;
  std::vector<std::int64_t> counts;
  for (const auto& [word, count] : seen) {
    if (count < least) continue;
    words.push_back(word);
    counts.push_back(count);
  }
  return eigenlex::order_by_count(words, counts).vocabulary;
}

/// The second pass: which words occur near which, ten thousand words at a time.
eigenlex::CooccurrenceMatrix count(const std::string& source, const Vocabulary& vocabulary,
                                   const std::string& folder) {
  constexpr std::size_t kPiece = 10'000;
  eigenlex::CooccurrenceCounter counter(vocabulary.counts(), {.window = 5},
                                        {.memory = 64 << 20, .folder = folder});
  std::vector<std::int32_t> piece;
  for_each_document(source, [&](const std::vector<std::string>& document) {
    for (const std::string& word : document) {
      if (const auto id = vocabulary.find(word)) piece.push_back(*id);
    }
    piece.push_back(Corpus::kDocumentEnd);
    if (piece.size() < kPiece) return;
    counter.add(piece);
    piece.clear();
  });
  if (!piece.empty()) counter.add(piece);
  return counter.finish();
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) {
    std::fprintf(stderr, "usage: streaming_corpus TEXT FOLDER WORD\n");
    return 2;
  }
  try {
    eigenlex::Counts counts;
    counts.vocabulary = read_vocabulary(argv[1], 5);
    counts.matrix = count(argv[1], counts.vocabulary, argv[2]);
    eigenlex::FactorRecipe recipe;
    recipe.svd.rank = 40;
    eigenlex::Model model = eigenlex::factorize(std::move(counts), recipe);

    const eigenlex::Searcher searcher(std::move(model.words));
    const std::string asked[] = {argv[3]};
    const auto answers = searcher.nearest_words(asked, {.count = 3});
    for (const auto& near : answers[0].neighbours) {
      const std::string word(searcher.vocabulary().word(near.id));
      std::printf("%s %.3f\n", word.c_str(), near.similarity);
    }
  } catch (const eigenlex::Error& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
  }
}
