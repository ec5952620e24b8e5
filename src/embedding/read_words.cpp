#include "embedding/read_words.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>

#include <fmt/format.h>

#include "eigenlex/text/utf8.hpp"

#include "core/in_quotes.hpp"

namespace eigenlex::internal {
namespace {

/// Moves the rows whose word has no bytes out; returns how many there were.
std::size_t remove_empty_words(std::vector<std::string>& words, Table& table) {
  std::size_t kept = 0;
  for (std::size_t row = 0; row < words.size(); ++row) {
    if (words[row].empty()) continue;
    if (kept != row) {
      words[kept] = std::move(words[row]);
      table.row(static_cast<Eigen::Index>(kept)) = table.row(static_cast<Eigen::Index>(row));
    }
    ++kept;
  }
  const std::size_t removed = words.size() - kept;
  words.resize(kept);
  if (removed > 0) table.conservativeResize(static_cast<Eigen::Index>(kept), Eigen::NoChange);
  return removed;
}

/// Says what cannot be shown or asked for as it is.
void note_other_encodings(const std::vector<std::string>& words, std::string_view path,
                          Notes& notes) {
  const auto is_other = [](const std::string& word) { return !is_utf8(word); };
  const auto first = std::ranges::find_if(words, is_other);
  if (first == words.end()) return;
  const auto count = std::count_if(first, words.end(), is_other);
  notes.push_back(fmt::format("{}: {} not UTF-8, such as {}", path,
                              count == 1 ? "a word is" : fmt::format("{} words are", count),
                              in_quotes(*first)));
}

}  // namespace

Embedding embedding_of_read_words(std::vector<std::string> words, Table table,
                                  std::string_view path, Notes& notes) {
  const std::size_t empty = remove_empty_words(words, table);
  if (empty > 0) {
    notes.push_back(fmt::format("{}: {} without a word {} left out", path,
                                empty == 1 ? "a vector" : fmt::format("{} vectors", empty),
                                empty == 1 ? "is" : "are"));
  }
  note_other_encodings(words, path, notes);
  const std::size_t read = words.size();
  Embedding embedding = embedding_of_words(std::move(words), std::move(table));
  const std::size_t repeated = read - static_cast<std::size_t>(embedding.vocabulary.size());
  if (repeated > 0) {
    notes.push_back(fmt::format("{}: {} of words that occurred before {} left out", path,
                                repeated == 1 ? "a vector" : fmt::format("{} vectors", repeated),
                                repeated == 1 ? "is" : "are"));
  }
  return embedding;
}

}  // namespace eigenlex::internal
