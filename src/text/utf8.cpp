#include "eigenlex/text/utf8.hpp"

#include <algorithm>
#include <array>

#include "text/code_points.hpp"

namespace eigenlex {
namespace {

using internal::take_first;

/// What may come next. Values are where a state's bits lie in a row of the table below.
enum State : std::uint64_t {
  kBegin = 0,  // of a code point
  kOne = 6,    // as many bytes 80..BF
  kTwo = 12,
  kThree = 18,
  kAfterE0 = 24,  // A0..BF, one more
  kAfterEd = 30,  // 80..9F, one more
  kAfterF0 = 36,  // 90..BF, two more
  kAfterF4 = 42,  // 80..8F, two more
  kBad = 48,
};

constexpr State after(State state, unsigned byte) {
  const auto within = [byte](unsigned low, unsigned high) { return low <= byte && byte <= high; };
  switch (state) {
    case kBegin:
      if (byte < 0x80) return kBegin;
      if (within(0xc2, 0xdf)) return kOne;
      if (byte == 0xe0) return kAfterE0;
      if (byte == 0xed) return kAfterEd;
      if (within(0xe1, 0xef)) return kTwo;
      if (byte == 0xf0) return kAfterF0;
      if (within(0xf1, 0xf3)) return kThree;
      return byte == 0xf4 ? kAfterF4 : kBad;
    case kOne:
      return within(0x80, 0xbf) ? kBegin : kBad;
    case kTwo:
      return within(0x80, 0xbf) ? kOne : kBad;
    case kThree:
      return within(0x80, 0xbf) ? kTwo : kBad;
    case kAfterE0:
      return within(0xa0, 0xbf) ? kOne : kBad;
    case kAfterEd:
      return within(0x80, 0x9f) ? kOne : kBad;
    case kAfterF0:
      return within(0x90, 0xbf) ? kTwo : kBad;
    case kAfterF4:
      return within(0x80, 0x8f) ? kTwo : kBad;
    case kBad:
      return kBad;
  }
  return kBad;
}

/// For each byte a row of what each state becomes, so that a step is one shift: the row is known
/// before the state is.
constexpr std::array<std::uint64_t, 256> kRows = [] {
  std::array<std::uint64_t, 256> rows{};
  for (unsigned byte = 0; byte < 256; ++byte) {
    for (const State state :
         {kBegin, kOne, kTwo, kThree, kAfterE0, kAfterEd, kAfterF0, kAfterF4, kBad}) {
      rows[byte] |= std::uint64_t{after(state, byte)} << state;
    }
  }
  return rows;
}();

bool is_ascii(const char* bytes, std::size_t size) {
  unsigned char all = 0;
  for (std::size_t i = 0; i < size; ++i) all |= static_cast<unsigned char>(bytes[i]);
  return all < 0x80;
}

bool is_trail(char c) { return (static_cast<unsigned char>(c) & 0xc0) == 0x80; }

/// The next place at or after `place` where a code point begins, if the bytes are UTF-8.
std::size_t code_point_begin(std::string_view bytes, std::size_t place) {
  for (int step = 0; step < 3 && place < bytes.size() && is_trail(bytes[place]); ++step) ++place;
  return std::min(place, bytes.size());
}

std::uint64_t step(std::uint64_t state, char c) {
  constexpr std::uint64_t kStateMask = 63;
  return kRows[static_cast<unsigned char>(c)] >> (state & kStateMask);
}

/// Whether a piece is UTF-8. Its quarters take their steps side by side, as each waits for the step
/// before.
bool is_utf8_piece(std::string_view piece) {
  constexpr std::size_t kParts = 4;
  std::array<std::string_view, kParts> parts;
  std::size_t begin = 0, shortest = piece.size();
  for (std::size_t i = 0; i < kParts; ++i) {
    const std::size_t end =
        std::max(begin, code_point_begin(piece, piece.size() * (i + 1) / kParts));
    parts[i] = piece.substr(begin, end - begin);
    shortest = std::min(shortest, parts[i].size());
    begin = end;
  }
  std::array<std::uint64_t, kParts> states{};
  for (std::size_t at = 0; at < shortest; ++at) {
    for (std::size_t i = 0; i < kParts; ++i) states[i] = step(states[i], parts[i][at]);
  }
  bool valid = true;
  for (std::size_t i = 0; i < kParts; ++i) {
    for (const char c : parts[i].substr(shortest)) states[i] = step(states[i], c);
    valid = valid && (states[i] & 63) == kBegin;
  }
  return valid;
}

}  // namespace

bool is_utf8(std::string_view bytes) {
  constexpr std::size_t kStride = 64;
  constexpr std::size_t kPieceBytes = 1024;
  while (!bytes.empty()) {
    if (bytes.size() >= kStride && is_ascii(bytes.data(), kStride)) {
      bytes.remove_prefix(kStride);
      continue;
    }
    const std::size_t size = code_point_begin(bytes, std::min(bytes.size(), kPieceBytes));
    if (!is_utf8_piece(bytes.substr(0, size))) return false;
    bytes.remove_prefix(size);
  }
  return true;
}

std::size_t utf8_prefix(std::string_view bytes) {
  std::string_view rest = bytes;
  while (!rest.empty()) {
    const std::size_t before = bytes.size() - rest.size();
    if (take_first(rest) < 0) return before;
  }
  return bytes.size();
}

std::int64_t append_repaired(std::string_view bytes, std::string& repaired) {
  std::int64_t replaced = 0;
  while (!bytes.empty()) {
    const std::size_t good = utf8_prefix(bytes);
    repaired.append(bytes.substr(0, good));
    bytes.remove_prefix(good);
    if (bytes.empty()) break;
    const std::size_t before = bytes.size();
    take_first(bytes);
    replaced += static_cast<std::int64_t>(before - bytes.size());
    repaired += "\ufffd";
  }
  return replaced;
}

}  // namespace eigenlex
