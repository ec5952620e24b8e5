#include "eigenlex/text/folding.hpp"

#include <cstddef>

#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>

#include "text/icu_error.hpp"
#include "text/lower_case.hpp"
#include "text/unicode_form.hpp"

namespace eigenlex {
namespace {

using internal::check_icu;
using internal::lower_cased;
using internal::UnicodeForm;

/// No word that is looked for is longer; ICU counts in 32 bits.
constexpr std::size_t kLongestWordBytes = std::size_t{1} << 24;

}  // namespace

std::string composed(std::string_view name) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* const form = icu::Normalizer2::getNFCInstance(status);
  check_icu(status, "load its normalizations");
  std::string normalized;
  icu::StringByteSink<std::string> sink(&normalized);
  form->normalizeUTF8(0, {name.data(), static_cast<std::int32_t>(name.size())}, sink, nullptr,
                      status);
  check_icu(status, "normalize a name");
  return normalized;
}

Folding Folding::of(const TokenizerOptions& options) {
  return {.normalize = options.kind == TokenizerKind::kUnicode, .lowercase = options.lowercase};
}

std::string Folding::operator()(std::string_view word) const {
  if (word.size() > kLongestWordBytes) return std::string(word);
  if (!normalize) return lowercase ? lower_cased(word) : std::string(word);
  UnicodeForm form;
  const icu::UnicodeString& text = form.of(word);
  std::string folded;
  form.append_word(text, 0, text.length(), lowercase, folded);
  return folded;
}

std::optional<std::int32_t> find_folded(const Vocabulary& vocabulary, const Folding& folding,
                                        std::string_view word) {
  if (const auto id = vocabulary.find(word)) return id;
  if (word.size() > kLongestWordBytes) return std::nullopt;
  if (const auto id = vocabulary.find(folding(word))) return id;
  if (const auto id = vocabulary.find(lower_cased(word))) return id;
  const std::string in_nfc = composed(word);
  if (const auto id = vocabulary.find(in_nfc)) return id;
  if (const auto id = vocabulary.find(lower_cased(in_nfc))) return id;
  if (const auto id = vocabulary.find(Folding{.normalize = true}(word))) return id;
  return vocabulary.find(Folding{.normalize = true, .lowercase = true}(word));
}

}  // namespace eigenlex
