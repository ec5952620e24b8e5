// A counts directory with one file damaged, its checksums not verified.

#include "eigenlex/core/error.hpp"

#include "fuzz/folder_input.hpp"
#include "fuzz/samples.hpp"
#include "fuzz/targets.hpp"

namespace {

using namespace eigenlex;

std::filesystem::path counts_folder() {
  write_counts(testing::sample_counts(), testing::scratch() / "counts");
  return testing::scratch() / "counts";
}

}  // namespace

void eigenlex::testing::counts_fuzz(const std::uint8_t* data, std::size_t size) {
  static const FolderInput input(counts_folder(), kCountsFiles);
  input.with(data, size, [](const std::filesystem::path& folder) {
    refuse_well<FormatError>([&] { read_counts(folder, {.verify_checksums = false}); });
  });
}
