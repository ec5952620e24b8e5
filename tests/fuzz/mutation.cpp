#include "fuzz/mutation.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string_view>

#include "eigenlex/core/random.hpp"

namespace eigenlex::testing {
namespace {

using namespace std::string_view_literals;

/// What readers stumble over: numbers at the ends of their types, separators, bytes that are not
/// UTF-8, headers of formats.
constexpr std::array kTokens = {"0"sv,
                                "-1"sv,
                                "2147483648"sv,
                                "4294967296"sv,
                                "9223372036854775807"sv,
                                "18446744073709551616"sv,
                                "1e999"sv,
                                "nan"sv,
                                "-inf"sv,
                                "\n"sv,
                                "\r\n"sv,
                                "\t"sv,
                                " "sv,
                                "\0"sv,
                                "\0\0\0\0\0\0\0\0"sv,
                                "\xff\xff\xff\xff"sv,
                                "\xff\xff\xff\xff\xff\xff\xff\x7f"sv,
                                "\xef\xbb\xbf"sv,
                                "\xe2\x80\x8b"sv,
                                "\xed\xa0\x80"sv,
                                "\x1f\x8b\x08"sv,
                                "{\"a\":["sv,
                                "null"sv,
                                "%%MatrixMarket"sv};

class Mutator {
 public:
  Mutator(std::span<const std::string> seeds, std::uint64_t number)
      : seeds_(seeds), random_(number), bytes_(seed()) {}

  std::string run() {
    for (std::size_t changes = 1 + below(8); changes > 0; --changes) change();
    return bytes_;
  }

 private:
  std::size_t below(std::size_t bound) { return random_.below(bound); }
  const std::string& seed() { return seeds_[below(seeds_.size())]; }

  void change() {
    const std::size_t at = below(bytes_.size() + 1);
    const std::size_t length = std::min(below(1 + below(64)), bytes_.size() - at);
    const std::string_view token = kTokens[below(kTokens.size())];
    switch (below(7)) {
      case 0:
        if (at < bytes_.size()) bytes_[at] = static_cast<char>(bytes_[at] ^ (1 << below(8)));
        break;
      case 1:
        if (at < bytes_.size()) bytes_[at] = static_cast<char>(below(256));
        break;
      case 2:
        bytes_.insert(at, token);
        break;
      case 3:
        bytes_.replace(at, std::min(token.size(), bytes_.size() - at), token);
        break;
      case 4:
        bytes_.erase(at, length);
        break;
      case 5:
        bytes_.insert(at, bytes_.substr(at, length));
        break;
      default: {
        const std::string& other = seed();
        bytes_ = bytes_.substr(0, at) + other.substr(below(other.size() + 1));
      }
    }
  }

  std::span<const std::string> seeds_;
  Random random_;
  std::string bytes_;
};

}  // namespace

std::string mutated(std::span<const std::string> seeds, std::uint64_t number) {
  return Mutator(seeds, number).run();
}

}  // namespace eigenlex::testing
