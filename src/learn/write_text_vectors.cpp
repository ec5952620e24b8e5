#include <array>
#include <iterator>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "eigenlex/core/as_size.hpp"
#include "eigenlex/core/cancellation.hpp"
#include "eigenlex/core/file.hpp"
#include "eigenlex/core/npy.hpp"
#include "eigenlex/embedding/search_index.hpp"
#include "eigenlex/learn/embed_texts.hpp"

namespace eigenlex {
namespace {

void write_lines(TextVectors& vectors, const std::filesystem::path& path) {
  OutputFile file(path);
  fmt::memory_buffer lines;
  for (Table rows = vectors.next_rows(); rows.rows() > 0; rows = vectors.next_rows()) {
    for (Eigen::Index i = 0; i < rows.rows(); ++i) {
      const float* const row = rows.row(i).data();
      lines.clear();
      fmt::format_to(std::back_inserter(lines), "{}\n", fmt::join(row, row + rows.cols(), " "));
      file.write({lines.data(), lines.size()});
    }
  }
  file.close();
}

void write_array(TextVectors& vectors, const std::filesystem::path& path) {
  NpyWriter<float> file(path,
                        std::array<std::int64_t, 2>{vectors.texts(), vectors.direction().size()});
  for (Table rows = vectors.next_rows(); rows.rows() > 0; rows = vectors.next_rows()) {
    file.append({rows.data(), as_size(rows.size())});
  }
  file.close();
}

TextVectors write_index(const TextEncoder& encoder, const std::vector<std::string>& paths,
                        const TextVectorOptions& options, const std::filesystem::path& output,
                        const Resources& resources, Observer& observer) {
  SearchIndexWriter index(output, encoder.words(), options.smoothing);
  TextVectors vectors = embed_texts(encoder, paths, options, resources, observer,
                                    [&](std::string_view text) { index.add_text(text); });
  observer.begin("write");
  index.commit(vectors.direction(), [&] { return vectors.next_rows(); });
  observer.end();
  return vectors;
}

}  // namespace

TextVectors write_text_vectors(const TextEncoder& encoder, const std::vector<std::string>& paths,
                               const TextVectorOptions& options, TextVectorFormat format,
                               const std::filesystem::path& output, const Resources& resources,
                               Observer& observer) {
  const CancellationScope scope(observer.cancellation());
  if (format == TextVectorFormat::kIndex) {
    return write_index(encoder, paths, options, output, resources, observer);
  }
  TextVectors vectors = embed_texts(encoder, paths, options, resources, observer);
  observer.begin("write");
  if (format == TextVectorFormat::kNpy) {
    write_array(vectors, output);
  } else {
    write_lines(vectors, output);
  }
  observer.end();
  return vectors;
}

}  // namespace eigenlex
