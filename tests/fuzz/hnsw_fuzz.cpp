// The folder of an index with one file damaged, its checksums not verified.

#include "eigenlex/core/error.hpp"

#include "fuzz/folder_input.hpp"
#include "fuzz/samples.hpp"
#include "fuzz/targets.hpp"

namespace {

using namespace eigenlex;

std::filesystem::path index_folder() {
  write_hnsw(testing::sample_index(), testing::kKey, testing::scratch() / "index");
  return testing::scratch() / "index";
}

}  // namespace

void eigenlex::testing::hnsw_fuzz(const std::uint8_t* data, std::size_t size) {
  static const FolderInput input(index_folder(), kIndexFiles);
  input.with(data, size, [](const std::filesystem::path& folder) {
    refuse_well<FormatError>([&] { read_hnsw(folder, kKey, {.verify_checksums = false}); });
  });
}
