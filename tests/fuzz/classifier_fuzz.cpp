// A classifier directory with one file damaged, its checksums not verified.

#include "eigenlex/core/error.hpp"

#include "fuzz/folder_input.hpp"
#include "fuzz/samples.hpp"
#include "fuzz/targets.hpp"

namespace {

using namespace eigenlex;

std::filesystem::path classifier_folder() {
  write_classifier(testing::sample_classifier(), testing::scratch() / "classifier");
  return testing::scratch() / "classifier";
}

}  // namespace

void eigenlex::testing::classifier_fuzz(const std::uint8_t* data, std::size_t size) {
  static const FolderInput input(classifier_folder(), kClassifierFiles);
  input.with(data, size, [](const std::filesystem::path& folder) {
    refuse_well<FormatError>([&] { read_classifier(folder, {.verify_checksums = false}); });
  });
}
