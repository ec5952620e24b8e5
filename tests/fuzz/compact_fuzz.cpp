// A compact model with one file damaged, its checksums not verified: the first byte chooses between
// the encodings, the second the file.

#include "eigenlex/core/error.hpp"

#include "fuzz/folder_input.hpp"
#include "fuzz/samples.hpp"
#include "fuzz/targets.hpp"

namespace {

using namespace eigenlex;

std::filesystem::path compact_folder(const CompactModel& model, const char* name) {
  write_compact(model, testing::scratch() / name);
  return testing::scratch() / name;
}

void read_folder(const std::filesystem::path& folder) {
  testing::refuse_well<FormatError>(
      [&] { decode(read_compact(folder, {.verify_checksums = false})); });
}

}  // namespace

void eigenlex::testing::compact_fuzz(const std::uint8_t* data, std::size_t size) {
  static const FolderInput int8(compact_folder(sample_int8(), "int8"), kInt8Files);
  static const FolderInput pq(compact_folder(sample_pq(), "pq"), kPqFiles);
  if (size == 0) return;
  if ((data[0] & 1) == 0) {
    int8.with(data + 1, size - 1, read_folder);
  } else {
    pq.with(data + 1, size - 1, read_folder);
  }
}
