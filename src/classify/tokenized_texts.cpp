#include "eigenlex/classify/tokenized_texts.hpp"

#include <string_view>

#include "eigenlex/core/parallel.hpp"
#include "eigenlex/text/word_table.hpp"

namespace eigenlex {
namespace {

constexpr std::int64_t kTokenizedTextsInBlock = 512;

/// The texts of a block, under ids of the block's own.
struct TokenizedBlock {
  WordTable words;
  std::vector<std::int32_t> tokens;
  std::vector<std::int64_t> lengths;
};

TokenizedBlock tokenize_block(std::span<const std::string> texts, const TokenizerOptions& options) {
  TokenizedBlock block;
  const std::unique_ptr<Tokenizer> tokenizer = make_tokenizer(options);
  for (const std::string& text : texts) {
    const std::size_t begin = block.tokens.size();
    tokenizer->tokenize(text, [&block](std::span<const std::string_view> tokens) {
      const std::size_t at = block.tokens.size();
      block.tokens.resize(at + tokens.size());
      block.words.intern(tokens, std::span(block.tokens).subspan(at));
    });
    block.lengths.push_back(static_cast<std::int64_t>(block.tokens.size() - begin));
  }
  return block;
}

/// Appends a block. Words are numbered by first sight in the block too, so the order of all words
/// is that of first sight wherever the blocks end.
void append(const TokenizedBlock& block, WordTable& words, TokenizedTexts& texts) {
  std::vector<std::int32_t> ids;
  ids.reserve(static_cast<std::size_t>(block.words.size()));
  for (std::int32_t id = 0; id < block.words.size(); ++id) {
    ids.push_back(words.intern(block.words.word(id)));
  }
  for (const std::int32_t token : block.tokens) {
    texts.tokens.push_back(ids[static_cast<std::size_t>(token)]);
  }
  for (const std::int64_t length : block.lengths) {
    texts.offsets.push_back(texts.offsets.back() + length);
  }
}

}  // namespace

TokenizedTexts tokenize_texts(std::span<const std::string> texts, const TokenizerOptions& options,
                              const Progress& progress) {
  options.validate();
  const std::int64_t n = static_cast<std::int64_t>(texts.size());
  std::vector<TokenizedBlock> blocks(
      static_cast<std::size_t>(block_count(n, kTokenizedTextsInBlock)));
  ProgressCounter counter(progress, n);
  parallel_blocks(
      n, kTokenizedTextsInBlock, [&](std::int64_t block, std::int64_t begin, std::int64_t end) {
        const std::size_t size = static_cast<std::size_t>(end - begin);
        blocks[static_cast<std::size_t>(block)] =
            tokenize_block(texts.subspan(static_cast<std::size_t>(begin), size), options);
        counter.add(end - begin);
      });
  TokenizedTexts result;
  WordTable words;
  for (TokenizedBlock& block : blocks) {
    append(block, words, result);
    block = {};
  }
  for (std::int32_t id = 0; id < words.size(); ++id) result.words.emplace_back(words.word(id));
  return result;
}

TokenizedTexts select_texts(const TokenizedTexts& from, std::span<const std::int64_t> texts) {
  TokenizedTexts result;
  result.words = from.words;
  for (const std::int64_t i : texts) {
    const std::span<const std::int32_t> text = from.text(i);
    result.tokens.insert(result.tokens.end(), text.begin(), text.end());
    result.offsets.push_back(static_cast<std::int64_t>(result.tokens.size()));
  }
  return result;
}

}  // namespace eigenlex
