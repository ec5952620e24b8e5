#include "eigenlex/embedding/embedding.hpp"

#include <cstddef>
#include <cstdint>
#include <utility>

#include <fmt/format.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/text/word_table.hpp"

namespace eigenlex {
namespace {

/// Ids of the words that do not occur before, in order.
std::vector<std::size_t> first_occurrences(const std::vector<std::string>& words) {
  WordTable seen;
  std::vector<std::size_t> firsts;
  firsts.reserve(words.size());
  for (std::size_t i = 0; i < words.size(); ++i) {
    // A new word gets the next number.
    if (static_cast<std::size_t>(seen.intern(words[i])) == firsts.size()) firsts.push_back(i);
  }
  return firsts;
}

}  // namespace

Embedding embedding_of_words(std::vector<std::string> words, Table table) {
  if (words.size() != static_cast<std::size_t>(table.rows())) {
    throw OptionError("words", fmt::format("{} words", words.size()),
                      fmt::format("must be as many as the {} rows of the table", table.rows()));
  }
  const std::vector<std::size_t> firsts = first_occurrences(words);
  if (firsts.size() < words.size()) {
    for (std::size_t to = 0; to < firsts.size(); ++to) {
      const std::size_t from = firsts[to];
      if (from == to) continue;
      words[to] = std::move(words[from]);
      table.row(static_cast<Eigen::Index>(to)) = table.row(static_cast<Eigen::Index>(from));
    }
    words.resize(firsts.size());
    table.conservativeResize(static_cast<Eigen::Index>(firsts.size()), Eigen::NoChange);
  }
  std::vector<std::int64_t> counts(words.size(), 0);
  return {Vocabulary(std::move(words), std::move(counts)), std::move(table)};
}

}  // namespace eigenlex
