#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <Eigen/Core>

#include "eigenlex/core/enum_names.hpp"
#include "eigenlex/core/notes.hpp"
#include "eigenlex/core/observer.hpp"
#include "eigenlex/embedding/embedding.hpp"
#include "eigenlex/learn/resources.hpp"
#include "eigenlex/query/text_encoder.hpp"
#include "eigenlex/text/source_options.hpp"

namespace eigenlex {

namespace internal {
class BlockStore;
}

/// How texts are read and their vectors made.
struct TextVectorOptions {
  /// The a of smooth inverse frequency, finite and above 0.
  double smoothing = kSmoothing;
  /// Whether the direction that the texts have in common is taken away.
  bool remove_direction = true;
  /// A text is a line, whatever `source.document` says.
  SourceOptions source = {};

  /// Throws OptionError naming the field, its value and the violated bound.
  void validate() const;
};

/// Vectors of texts, in memory or in a file. Movable.
class TextVectors {
 public:
  TextVectors(TextVectors&& other) noexcept;
  TextVectors& operator=(TextVectors&& other) noexcept;
  ~TextVectors();

  std::int64_t texts() const { return texts_; }
  /// Texts without a known word, whose vectors are zeros.
  std::int64_t unknown_texts() const { return unknown_texts_; }
  /// What was taken away: d numbers, of length 1 or 0.
  const Eigen::RowVectorXd& direction() const { return direction_; }
  /// Findings on reading.
  const Notes& notes() const { return notes_; }

  /// The vectors, some thousands a call in the order of the texts, once; then no rows.
  Table next_rows();

 private:
  TextVectors();
  friend TextVectors embed_texts(const TextEncoder&, const std::vector<std::string>&,
                                 const TextVectorOptions&, const Resources&, Observer&,
                                 const std::function<void(std::string_view)>&);

  std::unique_ptr<internal::BlockStore> store_;
  std::vector<std::int64_t> pieces_;  // numbers in the store, in order
  std::int64_t texts_ = 0;
  std::int64_t unknown_texts_ = 0;
  Eigen::RowVectorXd direction_;
  Notes notes_;
  std::size_t next_ = 0;
};

/// Makes a vector of each line of the files (paths as for TextSource): the mean of its words by
/// smooth inverse frequency, less the part along the direction that all lines have in common
/// (Arora, Liang & Ma, ICLR 2017, Algorithm 1).
///
/// `each_text` is given every line, without its end, in order. Stage: "embed", whose progress
/// counts bytes of the files. Throws as TextSource does and OptionError, also where the cap on
/// memory is less than the words take; FormatError naming the first byte that is not UTF-8 unless
/// such bytes are replaced. Memory 4 d bytes a text, beyond a cap in a file. Cost: d operations a
/// word, d² a text for the direction. The same bytes for any resources.
TextVectors embed_texts(const TextEncoder& encoder, const std::vector<std::string>& paths,
                        const TextVectorOptions& options, const Resources& resources = {},
                        Observer& observer = unobserved(),
                        const std::function<void(std::string_view)>& each_text = {});

/// How vectors of texts are written.
enum class TextVectorFormat {
  /// A line of numbers a text, with blanks between them, that are read back as the same floats.
  kText,
  /// An array of float32, texts x d.
  kNpy,
  /// A folder that a TextSearch opens (see SearchIndexWriter).
  kIndex,
};
constexpr auto enum_names(TextVectorFormat) {
  return std::to_array<EnumName<TextVectorFormat>>({{TextVectorFormat::kText, "text"},
                                                    {TextVectorFormat::kNpy, "npy"},
                                                    {TextVectorFormat::kIndex, "index"}});
}

/// Makes vectors of texts, as `embed_texts` does, and writes them to a file, or a folder for
/// kIndex. Returns what is left of them: all but the rows. Throws as that, and IoError.
TextVectors write_text_vectors(const TextEncoder& encoder, const std::vector<std::string>& paths,
                               const TextVectorOptions& options, TextVectorFormat format,
                               const std::filesystem::path& output, const Resources& resources = {},
                               Observer& observer = unobserved());

}  // namespace eigenlex
