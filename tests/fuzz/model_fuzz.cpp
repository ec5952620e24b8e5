// A model directory with one file damaged, its checksums not verified.

#include "eigenlex/core/error.hpp"

#include "fuzz/folder_input.hpp"
#include "fuzz/samples.hpp"
#include "fuzz/targets.hpp"

namespace {

using namespace eigenlex;

std::filesystem::path model_folder() {
  write_model(testing::sample_model(), testing::scratch() / "model");
  return testing::scratch() / "model";
}

}  // namespace

void eigenlex::testing::model_fuzz(const std::uint8_t* data, std::size_t size) {
  static const FolderInput input(model_folder(), kModelFiles);
  input.with(data, size, [](const std::filesystem::path& folder) {
    refuse_well<FormatError>([&] { read_model(folder, {.verify_checksums = false}); });
  });
}
