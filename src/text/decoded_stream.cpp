#include "text/decoded_stream.hpp"

#include <array>
#include <cstddef>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <unicode/ucnv.h>
#include <unicode/ucnv_err.h>

#include "eigenlex/core/error.hpp"

#include "text/icu_error.hpp"

namespace eigenlex::internal {
namespace {

struct Close {
  void operator()(UConverter* converter) const { ucnv_close(converter); }
};
using Converter = std::unique_ptr<UConverter, Close>;

Converter open(const std::string& encoding) {
  UErrorCode status = U_ZERO_ERROR;
  // An empty name would be that of the locale.
  if (encoding.empty()) return nullptr;
  Converter converter(ucnv_open(encoding.c_str(), &status));
  // What is called ISO 8859-1 is Windows-1252, as on the web: the quotes and dashes of that are
  // control characters in ISO 8859-1, which no text has.
  if (U_SUCCESS(status) && ucnv_getName(converter.get(), &status) == std::string_view("ISO-8859-1"))
    converter.reset(ucnv_open("windows-1252", &status));
  return U_SUCCESS(status) ? std::move(converter) : nullptr;
}

/// Puts U+FFFD for bytes that are not of the encoding, and counts them.
void replace_and_count(const void* count, UConverterToUnicodeArgs* arguments, const char* bytes,
                       std::int32_t length, UConverterCallbackReason reason, UErrorCode* status) {
  if (reason <= UCNV_IRREGULAR) {
    *static_cast<std::int64_t*>(const_cast<void*>(count)) += length;
  }
  UCNV_TO_U_CALLBACK_SUBSTITUTE(nullptr, arguments, bytes, length, reason, status);
}

}  // namespace

bool names_utf8(const std::string& encoding) {
  const Converter converter = open(encoding);
  return converter != nullptr && ucnv_getType(converter.get()) == UCNV_UTF8;
}

/// From the encoding through UTF-16 to UTF-8.
class DecodedStream::Converters {
 public:
  Converters(std::string name, const SourceOptions& options, std::int64_t& replaced)
      : name_(std::move(name)),
        encoding_(options.encoding),
        from_(open(options.encoding)),
        to_(open("utf-8")),
        units_(kUnits),
        text_(kTextBytes, '\0'),
        unit_begin_(units_.data()),
        unit_end_(units_.data()) {
    UErrorCode status = U_ZERO_ERROR;
    if (options.bad_bytes == BadBytes::kReplace) {
      ucnv_setToUCallBack(from_.get(), replace_and_count, &replaced, nullptr, nullptr, &status);
    } else {
      ucnv_setToUCallBack(from_.get(), UCNV_TO_U_CALLBACK_STOP, nullptr, nullptr, nullptr, &status);
    }
    check_icu(status, "set up a conversion");
  }

  /// The text of more bytes, which stay where they are until all of them are taken; none if all
  /// are.
  template <class NextBytes>
  std::string_view convert(const NextBytes& next_bytes) {
    while (!done_) {
      if (rest_.empty() && !at_end_) {
        rest_ = next_bytes();
        at_end_ = rest_.empty();
      }
      const std::string_view text = convert_rest();
      if (!text.empty()) return text;
    }
    return {};
  }

 private:
  static constexpr std::size_t kUnits = std::size_t{1} << 15;
  static constexpr std::size_t kTextBytes = std::size_t{1} << 16;

  std::string_view convert_rest() {
    const char* const begin = rest_.empty() ? "" : rest_.data();  // ICU takes no null
    const char* source = begin;
    char* target = text_.data();
    UErrorCode status = U_ZERO_ERROR;
    ucnv_convertEx(to_.get(), from_.get(), &target, target + text_.size(), &source,
                   begin + rest_.size(), units_.data(), &unit_begin_, &unit_end_,
                   units_.data() + units_.size(), false, at_end_, &status);
    taken_ += source - begin;
    rest_.remove_prefix(static_cast<std::size_t>(source - begin));
    if (status == U_BUFFER_OVERFLOW_ERROR) {
      status = U_ZERO_ERROR;
    } else if (U_SUCCESS(status)) {
      done_ = at_end_;
    } else {
      fail(status);
    }
    return std::string_view(text_).substr(0, static_cast<std::size_t>(target - text_.data()));
  }

  [[noreturn]] void fail(UErrorCode status) const {
    std::array<char, 32> bytes;
    std::int8_t length = static_cast<std::int8_t>(bytes.size());
    UErrorCode ignored = U_ZERO_ERROR;
    ucnv_getInvalidChars(from_.get(), bytes.data(), &length, &ignored);
    if (status != U_ILLEGAL_CHAR_FOUND && status != U_INVALID_CHAR_FOUND &&
        status != U_TRUNCATED_CHAR_FOUND) {
      check_icu(status, "convert text");
    }
    throw FormatError::at_byte(
        name_, taken_ - length,
        fmt::format("is not {}{}; name the encoding it has, or have such bytes replaced", encoding_,
                    status == U_TRUNCATED_CHAR_FOUND ? ": a character is cut short" : ""));
  }

  std::string name_;
  std::string encoding_;
  Converter from_;
  Converter to_;
  std::vector<UChar> units_;
  std::string text_;
  UChar* unit_begin_;
  UChar* unit_end_;
  std::string_view rest_;  // of the bytes read, not converted yet
  std::int64_t taken_ = 0;
  bool at_end_ = false;
  bool done_ = false;
};

DecodedStream::DecodedStream(std::shared_ptr<ArchiveStream> bytes, std::string name,
                             const SourceOptions& options)
    : bytes_(std::move(bytes)) {
  if (names_utf8(options.encoding)) return;
  converters_ = std::make_unique<Converters>(std::move(name), options, replaced_);
}

DecodedStream::~DecodedStream() = default;

std::string_view DecodedStream::beginning() {
  constexpr std::size_t kEnough = std::size_t{1} << 16;
  while (beginning_.size() < kEnough) {
    const std::string_view bytes = bytes_->read();
    if (bytes.empty()) break;
    beginning_ += bytes;
  }
  return beginning_;
}

std::string_view DecodedStream::next_bytes() {
  if (!std::exchange(is_begun_, true) && !beginning_.empty()) return beginning_;
  return bytes_->read();
}

std::string_view DecodedStream::next() {
  if (converters_ == nullptr) return next_bytes();
  return converters_->convert([this] { return next_bytes(); });
}

}  // namespace eigenlex::internal

namespace eigenlex {

void SourceOptions::validate() const {
  if (internal::open(encoding) == nullptr) {
    throw OptionError("SourceOptions.encoding", encoding,
                      "must be an encoding that ICU knows, as utf-8, latin1, windows-1252, utf-16, "
                      "shift_jis, euc-kr, gb18030, big5 or koi8-r");
  }
  if (bad_bytes != BadBytes::kRefuse && bad_bytes != BadBytes::kReplace) {
    throw OptionError("SourceOptions.bad_bytes", fmt::to_string(static_cast<int>(bad_bytes)),
                      "must be kRefuse or kReplace");
  }
  if (document < DocumentKind::kAuto || document > DocumentKind::kFile) {
    throw OptionError("SourceOptions.document", fmt::to_string(static_cast<int>(document)),
                      "must be kAuto, kLine, kParagraph or kFile");
  }
}

}  // namespace eigenlex
