#include "learn/spread_vocabulary.hpp"

#include <algorithm>
#include <cstring>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "eigenlex/core/as_size.hpp"
#include "eigenlex/text/order_by_count.hpp"
#include "eigenlex/text/word_table.hpp"

namespace eigenlex::internal {
namespace {

void append(std::string& text, std::string_view word, std::int64_t count) {
  const std::uint64_t size = word.size();
  text.append(reinterpret_cast<const char*>(&count), sizeof(count));
  text.append(reinterpret_cast<const char*>(&size), sizeof(size));
  text += word;
}

/// Words with counts that add up.
class WordSums {
 public:
  void add(std::string_view text) {
    while (!text.empty()) {
      std::int64_t count = 0;
      std::uint64_t size = 0;
      std::memcpy(&count, text.data(), sizeof(count));
      std::memcpy(&size, text.data() + sizeof(count), sizeof(size));
      text.remove_prefix(sizeof(count) + sizeof(size));
      const std::size_t id = as_size(table_.intern(text.substr(0, size)));
      counts_.resize(std::max(counts_.size(), id + 1));
      counts_[id] += count;
      text.remove_prefix(size);
    }
  }
  std::int64_t size() const { return table_.size(); }
  /// Those that occur often enough, and the most frequent one in any case.
  std::string frequent(std::int64_t least) const {
    std::string text;
    if (counts_.empty()) return text;
    const auto most = std::ranges::max_element(counts_);
    for (std::size_t id = 0; id < counts_.size(); ++id) {
      const bool is_most = counts_.begin() + static_cast<std::ptrdiff_t>(id) == most;
      if (counts_[id] < least && !is_most) continue;
      append(text, table_.word(static_cast<std::int32_t>(id)), counts_[id]);
    }
    return text;
  }
  Vocabulary ordered() const {
    return order_by_count({table_.words().begin(), table_.words().end()}, counts_).vocabulary;
  }

 private:
  WordTable table_;
  std::vector<std::int64_t> counts_;
};

}  // namespace

SpreadVocabulary spread_vocabulary(const Vocabulary& here, const VocabularyOptions& cut,
                                   const Communicator& ranks) {
  std::vector<std::string> texts(as_size(ranks.size()));
  for (std::int32_t id = 0; id < here.size(); ++id) {
    const std::size_t rank = std::hash<std::string_view>()(here.word(id)) % texts.size();
    append(texts[rank], here.word(id), here.count(id));
  }
  WordSums mine;
  for (const std::string& text : ranks.exchange(std::move(texts))) mine.add(text);
  SpreadVocabulary all;
  all.distinct = static_cast<std::int64_t>(ranks.sum(static_cast<double>(mine.size())));
  const std::string frequent = mine.frequent(cut.min_count);
  mine = {};
  if (all.distinct == 0) return all;
  WordSums kept;
  for (const std::string& text : ranks.all_gather(frequent)) kept.add(text);
  const Vocabulary ordered = kept.ordered();
  all.kept = first_words(ordered, kept_words(ordered, cut));
  return all;
}

}  // namespace eigenlex::internal
