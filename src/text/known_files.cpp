#include "text/known_files.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

#include <fmt/format.h>

namespace eigenlex::internal {
namespace {

using namespace std::string_view_literals;

struct Kind {
  std::string_view magic;
  std::string_view name;
  std::string_view advice;
};

constexpr std::string_view kUnpack = "unpack it first";
constexpr std::string_view kSaveVectors =
    "load it in Python and write its vectors by save_word2vec_format or numpy.save";

constexpr std::string_view kOfficeDocument = "a document of an office program";
constexpr std::string_view kSaveAsText = "save it as plain text first";
constexpr std::string_view kNothing = "it holds nothing to read";

/// Files that begin with bytes that text does not begin with.
constexpr std::array kKinds{
    Kind{"7z\xbc\xaf\x27\x1c", "a 7z archive", kUnpack},
    Kind{"Rar!\x1a\x07", "a RAR archive", kUnpack},
    Kind{"\x04\x22\x4d\x18", "compressed by LZ4", kUnpack},
    Kind{"\x1f\x9d", "compressed by compress", kUnpack},
    Kind{"LZIP\x01", "compressed by lzip", kUnpack},
    Kind{"\x5d\0\0"sv, "compressed by LZMA", kUnpack},
    Kind{"%PDF-", "a PDF document", "extract its text first"},
    Kind{"\x89HDF\r\n\x1a\n", "an HDF5 file, such as Keras saves", kSaveVectors},
    Kind{"GGUF\x01\0\0\0"sv, "a GGUF model", kSaveVectors},
    Kind{"GGUF\x02\0\0\0"sv, "a GGUF model", kSaveVectors},
    Kind{"GGUF\x03\0\0\0"sv, "a GGUF model", kSaveVectors},
    Kind{"PAR1\x15", "a Parquet file", "write its columns as text first"},
    Kind{"ARROW1\0\0"sv, "an Arrow file", "write its columns as text first"},
    Kind{"SQLite format 3\0"sv, "an SQLite database", "export its tables as text first"},
    Kind{"\x7f"
         "ELF",
         "a program", kNothing},
    Kind{"MZ\x90\0"sv, "a program", kNothing},
    Kind{"\x89PNG", "a picture", kNothing},
    Kind{"\xff\xd8\xff", "a picture", kNothing},
    Kind{"\x93NUMPY", "an array of NumPy", "it holds no text"},
    Kind{"version https://git-lfs.github.com/spec/", "a pointer of Git LFS",
         "fetch the file that it stands for"},
    Kind{"FiFu\0"sv, "vectors of finalfusion", "convert them to word2vec's format first"},
    Kind{"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a document of Microsoft Office", kSaveAsText},
    Kind{"{\\rtf", "a document in RTF", kSaveAsText},
};

std::string described(std::string_view name, std::string_view advice) {
  return fmt::format("{}: {}", name, advice);
}

/// A kind of ZIP archive by the name of a file in it, or its end.
constexpr std::array kPackages{
    Kind{"[Content_Types].xml", kOfficeDocument, kSaveAsText},
    Kind{"mimetype", kOfficeDocument, kSaveAsText},
    Kind{"data.pkl", "a file of PyTorch", kSaveVectors},
    Kind{".npy", "an .npz archive of NumPy", "save its table by numpy.save as .npy"},
    Kind{"model.weights.h5", "a model of Keras", kSaveVectors},
    Kind{"META-INF/MANIFEST.MF", "a program in Java", kNothing},
};

/// A ZIP archive by the names in reach.
std::string zip_kind(std::string_view bytes) {
  const auto has = [&](std::string_view name) {
    return bytes.find(name) != std::string_view::npos;
  };
  for (const Kind& kind : kPackages) {
    // The name alone says little where it may be a word of a text.
    const bool found = kind.magic == "mimetype" ? has("mimetypeapplication/") : has(kind.magic);
    if (found) return described(kind.name, kind.advice);
  }
  if (has("config.json") || has("metadata.json")) {
    return described("a ZIP archive, such as Keras saves", kSaveVectors);
  }
  return described("a ZIP archive", kUnpack);
}

bool is_tar(std::string_view bytes) {
  constexpr std::size_t kMark = 257;
  return bytes.size() > kMark && bytes.substr(kMark).starts_with("ustar");
}

/// Python's protocols 2 to 5 begin with their number.
bool is_pickle(std::string_view bytes) {
  return bytes.size() > 2 && bytes[0] == '\x80' && bytes[1] >= 2 && bytes[1] <= 5 &&
         (bytes.size() > 11 ? bytes[2] == '\x95' || bytes[1] < 4 : true);
}

/// A header of JSON after its length in eight bytes.
bool is_safetensors(std::string_view bytes) {
  return bytes.size() > 10 && bytes.substr(5, 3) == "\0\0\0"sv && bytes.substr(8, 2) == "{\"";
}

/// UTF-16 and UTF-32, by their marks or by the zeros of ASCII in them.
std::string_view wide_encoding(std::string_view bytes) {
  if (bytes.starts_with("\xff\xfe\0\0"sv)) return "UTF-32LE";
  if (bytes.starts_with("\0\0\xfe\xff"sv)) return "UTF-32BE";
  if (bytes.starts_with("\xff\xfe")) return "UTF-16LE";
  if (bytes.starts_with("\xfe\xff")) return "UTF-16BE";
  const std::string_view sample = bytes.substr(0, 64);
  if (sample.size() < 4) return {};
  const auto is_text = [&](std::size_t first, std::size_t step) {
    // Every `step`-th byte is of ASCII, all others are 0.
    for (std::size_t i = 0; i < sample.size() / step * step; ++i) {
      const bool is_character = i % step == first;
      const bool prints =
          (sample[i] >= ' ' && sample[i] <= '~') || (sample[i] >= '\t' && sample[i] <= '\r');
      if (is_character ? !prints : sample[i] != '\0') return false;
    }
    return true;
  };
  if (is_text(0, 4)) return "UTF-32LE";
  if (is_text(3, 4)) return "UTF-32BE";
  if (is_text(0, 2)) return "UTF-16LE";
  if (is_text(1, 2)) return "UTF-16BE";
  return {};
}

/// Japanese, Chinese or Korean text in seven bits, which shifts by escape sequences.
std::string_view shifted_encoding(std::string_view bytes) {
  const auto has = [&](std::string_view shift) {
    return bytes.find(shift) != std::string_view::npos;
  };
  if (has("\x1b$B") || has("\x1b$@")) return "ISO-2022-JP";
  if (has("\x1b$)C")) return "ISO-2022-KR";
  if (has("\x1b$)A")) return "ISO-2022-CN";
  return {};
}

}  // namespace

std::optional<std::string> known_package(std::string_view member) {
  const auto found = std::ranges::find_if(kPackages, [&](const Kind& kind) {
    return kind.magic == "mimetype" ? member == kind.magic : member.ends_with(kind.magic);
  });
  if (found == kPackages.end()) return std::nullopt;
  return described(found->name, found->advice);
}

std::optional<std::string> known_binary_file(std::string_view beginning) {
  const auto found = std::ranges::find_if(
      kKinds, [&](const Kind& kind) { return beginning.starts_with(kind.magic); });
  if (found != kKinds.end()) return described(found->name, found->advice);
  if (beginning.starts_with("PK\x03\x04") || beginning.starts_with("PK\x05\x06")) {
    return zip_kind(beginning.substr(0, 4096));
  }
  if (is_tar(beginning)) return described("a tar archive", kUnpack);
  if (is_pickle(beginning)) {
    return described("a Python pickle, such as gensim saves as .model and .kv", kSaveVectors);
  }
  if (is_safetensors(beginning)) return described("a safetensors file", kSaveVectors);
  std::string_view encoding = wide_encoding(beginning).substr(0, 6);
  if (encoding.empty()) encoding = shifted_encoding(beginning);
  if (!encoding.empty()) {
    return fmt::format("{0} text: convert it to UTF-8 first, by `iconv -f {0} -t UTF-8`", encoding);
  }
  return std::nullopt;
}

std::optional<std::string> known_text_file(std::string_view beginning) {
  beginning.remove_prefix(std::min(beginning.find_first_not_of(" \t\r\n"), beginning.size()));
  std::string lowered(beginning.substr(0, 16));
  std::ranges::transform(lowered, lowered.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  if (lowered.starts_with("<!doctype") || lowered.starts_with("<html") ||
      lowered.starts_with("<?xml")) {
    return described("a page of the web or XML", "was the download refused?");
  }
  if (beginning.starts_with("{\"") || beginning.starts_with("{\n") || beginning.starts_with("[{") ||
      beginning.starts_with("[[")) {
    return described("JSON", "write a line of fields for each entry");
  }
  return std::nullopt;
}

}  // namespace eigenlex::internal
