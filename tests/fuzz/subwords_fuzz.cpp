// The folder of sub-words with one file damaged, its checksums not verified.

#include "eigenlex/core/error.hpp"

#include "fuzz/folder_input.hpp"
#include "fuzz/samples.hpp"
#include "fuzz/targets.hpp"

namespace {

using namespace eigenlex;

std::filesystem::path subwords_folder() {
  write_subwords(testing::sample_subwords(), testing::kKey, testing::scratch() / "subwords");
  return testing::scratch() / "subwords";
}

}  // namespace

void eigenlex::testing::subwords_fuzz(const std::uint8_t* data, std::size_t size) {
  static const FolderInput input(subwords_folder(), kSubwordsFiles);
  input.with(data, size, [](const std::filesystem::path& folder) {
    refuse_well<FormatError>(
        [&] { compose(read_subwords(folder, kKey, {.verify_checksums = false}), "w1"); });
  });
}
