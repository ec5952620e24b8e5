#include "eigenlex/classify/tagged_sentences.hpp"

#include <algorithm>
#include <map>
#include <memory>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/text/tokenizer.hpp"
#include "eigenlex/text/word_table.hpp"

#include "classify/token_lines.hpp"
#include "core/in_quotes.hpp"

namespace eigenlex {
namespace {

using internal::in_quotes;
using internal::read_token_lines;
using internal::TokenLineKind;
using internal::TokenLines;

/// Puts tokens together to sentences.
class SentenceBuilder {
 public:
  explicit SentenceBuilder(bool lowercase)
      : tokenizer_(make_tokenizer({.kind = TokenizerKind::kWhitespace, .lowercase = lowercase})) {}

  void add(std::string_view token) {
    // A column may hold blanks where tabs part them: it is one token all the same.
    std::string whole;
    tokenizer_->tokenize(token, [&](std::span<const std::string_view> tokens) {
      for (const std::string_view part : tokens) {
        if (!whole.empty()) whole += ' ';
        whole += part;
      }
    });
    sentences_.tokens.push_back(words_.intern(whole.empty() ? token : std::string_view(whole)));
  }

  void end_sentence() {
    const std::int64_t end = std::ssize(sentences_.tokens);
    if (end > sentences_.offsets.back()) sentences_.offsets.push_back(end);
  }

  TokenizedTexts finish() {
    end_sentence();
    for (std::int32_t id = 0; id < words_.size(); ++id) {
      sentences_.words.emplace_back(words_.word(id));
    }
    return std::move(sentences_);
  }

 private:
  std::unique_ptr<Tokenizer> tokenizer_;
  WordTable words_;
  TokenizedTexts sentences_;
};

/// Notes what looks as if another column was meant; of tags not where the format says their column.
void note_odd_columns(const std::vector<std::string>& tags, bool knows_column,
                      const std::string& path, TaggedSentences& result) {
  std::map<std::string_view, std::int64_t> counts;
  for (const std::string& tag : tags) ++counts[tag];
  const auto single = std::ranges::count(counts, 1, [](const auto& tag) { return tag.second; });
  if (!knows_column && 2 * single > std::ssize(tags)) {
    result.notes.push_back(
        fmt::format("{}: {} of {} tags occur once, such as {}; is the tag in another "
                    "column?",
                    path, single, counts.size(), in_quotes(tags.front())));
  }
  if (result.sentences.words.size() == 1 && tags.size() > 1) {
    result.notes.push_back(fmt::format("{}: all tokens are {}; is the token in another column?",
                                       path, in_quotes(result.sentences.words.front())));
  }
}

/// Numbers the tags in byte order.
void set_tags(const std::vector<std::string>& tags, TaggedSentences& result) {
  std::map<std::string, std::int32_t> ids;
  for (const std::string& tag : tags) ids.emplace(tag, 0);
  for (auto& [name, id] : ids) {
    id = static_cast<std::int32_t>(result.tag_names.size());
    result.tag_names.push_back(name);
  }
  for (const std::string& tag : tags) result.tags.push_back(ids.at(tag));
}

}  // namespace

TaggedSentences read_tagged_sentences(const std::string& path,
                                      const TaggedSentenceOptions& options) {
  if (!options.columns.empty() && options.columns.size() != 2) {
    throw OptionError("TaggedSentenceOptions.columns",
                      fmt::format("{} columns", options.columns.size()),
                      "must be two: those of the token and of its tag");
  }
  TokenLines file = read_token_lines(path, options.columns);
  SentenceBuilder builder(options.lowercase);
  std::vector<std::string> tags;
  for (std::size_t i = 0; i < file.lines.size(); ++i) {
    if (file.kinds[i] == TokenLineKind::kEnd) builder.end_sentence();
    if (file.kinds[i] != TokenLineKind::kToken) continue;
    const std::vector<std::string_view> columns = file.columns_of(file.lines[i]);
    const std::size_t tag = file.tag.value_or(std::max(columns.size() - 1, file.token + 1));
    if (std::max(file.token, tag) >= columns.size() || columns[file.token].empty() ||
        columns[tag].empty()) {
      throw FormatError::at_line(
          path, static_cast<std::int64_t>(i) + 1,
          columns.size() == 1
              ? fmt::format("no tag after {}: a line must be a token, blanks or tabs, and its tag "
                            "last",
                            in_quotes(columns.front()))
              : fmt::format("no token in column {} or no tag in column {}", file.token + 1,
                            tag + 1));
    }
    builder.add(columns[file.token]);
    tags.emplace_back(columns[tag]);
  }
  TaggedSentences result;
  result.sentences = builder.finish();
  result.notes = std::move(file.notes);
  set_tags(tags, result);
  if (result.tag_names.size() < 2) {
    throw FormatError::at_path(
        path, tags.empty()
                  ? std::string("no token: it must have lines of a token and its tag")
                  : fmt::format("all {} tokens have the tag {}: there must be two tags at least",
                                tags.size(), in_quotes(tags.front())));
  }
  note_odd_columns(tags, options.columns.empty() && file.tag.has_value(), path, result);
  return result;
}

TokenColumns read_token_columns(const std::string& path, const TaggedSentenceOptions& options) {
  TokenLines file = read_token_lines(path, options.columns);
  SentenceBuilder builder(options.lowercase);
  TokenColumns result;
  for (std::size_t i = 0; i < file.lines.size(); ++i) {
    if (file.kinds[i] == TokenLineKind::kEnd) builder.end_sentence();
    const bool has_token = file.kinds[i] == TokenLineKind::kToken;
    result.token_of_line.push_back(has_token ? std::ssize(result.tokens) : -1);
    if (!has_token) continue;
    const std::vector<std::string_view> columns = file.columns_of(file.lines[i]);
    if (file.token >= columns.size() || columns[file.token].empty()) {
      throw FormatError::at_line(path, static_cast<std::int64_t>(i) + 1,
                                 fmt::format("no token in column {}", file.token + 1));
    }
    builder.add(columns[file.token]);
    result.tokens.emplace_back(columns[file.token]);
  }
  result.lines = std::move(file.lines);
  result.sentences = builder.finish();
  result.notes = std::move(file.notes);
  return result;
}

std::vector<std::string> names_of_tags(const TaggedSentences& sentences) {
  std::vector<std::string> names;
  for (const std::int32_t tag : sentences.tags) {
    names.push_back(sentences.tag_names[static_cast<std::size_t>(tag)]);
  }
  return names;
}

TaggedSentences select(const TaggedSentences& from, std::span<const std::int64_t> sentences) {
  TaggedSentences result{from.tag_names, {}, select_texts(from.sentences, sentences)};
  for (const std::int64_t i : sentences) {
    const std::size_t sentence = static_cast<std::size_t>(i);
    result.tags.insert(result.tags.end(), from.tags.begin() + from.sentences.offsets[sentence],
                       from.tags.begin() + from.sentences.offsets[sentence + 1]);
  }
  return result;
}

}  // namespace eigenlex
