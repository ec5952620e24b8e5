// Files that are compressed, or look as if they were: every block of text is read.

#include "eigenlex/core/error.hpp"
#include "eigenlex/text/text_source.hpp"

#include "fuzz/scratch.hpp"
#include "fuzz/targets.hpp"

namespace {

/// More than this is not unpacked: a small file can hold a text without an end.
constexpr std::size_t kMostBytes = std::size_t{64} << 20;

}  // namespace

void eigenlex::testing::compressed_fuzz(const std::uint8_t* data, std::size_t size) {
  const std::string path = input_file(as_text(data, size)).string();
  refuse_well<FormatError>([&] {
    TextSource source({path});
    std::size_t bytes = 0;
    while (const auto block = source.next()) {
      bytes += block->text.size();
      if (bytes > kMostBytes) break;
    }
  });
}
