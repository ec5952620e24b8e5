#include "zipf_text.hpp"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/file.hpp"
#include "eigenlex/core/parallel.hpp"
#include "eigenlex/core/random.hpp"

namespace eigenlex::bench {
namespace {

constexpr std::int64_t kLineTokens = 40;
constexpr std::int64_t kBlockLines = 4096;
/// Blocks in memory at a time.
constexpr std::int64_t kBlocksAtOnce = 64;

/// Names in the order of their length: a .. z, aa .. zz, and so on.
void append_name(std::uint64_t word, std::string& text) {
  const std::size_t begin = text.size();
  for (std::uint64_t rest = word + 1; rest > 0; rest = (rest - 1) / 26) {
    text += static_cast<char>('a' + (rest - 1) % 26);
  }
  std::reverse(text.begin() + static_cast<std::ptrdiff_t>(begin), text.end());
}

std::string block_text(const ZipfTextOptions& options, std::int64_t block, std::int64_t tokens) {
  Random random(options.seed, static_cast<std::uint64_t>(block));
  const auto words = static_cast<std::uint64_t>(options.words);
  const auto topics = static_cast<std::uint64_t>(options.topics);
  const double log_words = std::log(static_cast<double>(options.words));
  std::string text;
  std::uint64_t topic = 0;
  for (std::int64_t token = 0; token < tokens; ++token) {
    if (token % kLineTokens == 0) topic = random.below(topics);
    // Log-uniform ranks: a share of about 1 / r.
    auto word = static_cast<std::uint64_t>(std::exp(random.uniform() * log_words)) - 1;
    if (token % 2 == 0) word = word / topics * topics + topic;
    append_name(std::min(word, words - 1), text);
    text += (token + 1) % kLineTokens == 0 || token + 1 == tokens ? '\n' : ' ';
  }
  return text;
}

}  // namespace

void ZipfTextOptions::validate() const {
  const auto require = [](bool holds, const char* name, std::int64_t value, const char* bound) {
    if (!holds) throw OptionError(name, std::to_string(value), bound);
  };
  require(tokens >= 1, "ZipfTextOptions.tokens", tokens, "must be at least 1");
  require(words >= 2, "ZipfTextOptions.words", words, "must be at least 2");
  require(topics >= 1 && topics <= words, "ZipfTextOptions.topics", topics,
          "must be at least 1 and at most words");
}

void write_zipf_text(const ZipfTextOptions& options, const std::filesystem::path& path) {
  options.validate();
  constexpr std::int64_t kBlockTokens = kBlockLines * kLineTokens;
  OutputFile file(path);
  const std::int64_t blocks = block_count(options.tokens, kBlockTokens);
  for (std::int64_t first = 0; first < blocks; first += kBlocksAtOnce) {
    std::vector<std::string> texts(
        static_cast<std::size_t>(std::min(kBlocksAtOnce, blocks - first)));
    parallel_blocks(std::ssize(texts), 1, [&](std::int64_t i, std::int64_t, std::int64_t) {
      const std::int64_t block = first + i;
      texts[static_cast<std::size_t>(i)] =
          block_text(options, block, std::min(kBlockTokens, options.tokens - block * kBlockTokens));
    });
    for (const std::string& text : texts) file.write(text);
  }
  file.close();
}

}  // namespace eigenlex::bench
