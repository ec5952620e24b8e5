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

/// Files that begin with bytes that text does not begin with.
constexpr std::array kKinds{
    Kind{"7z\xbc\xaf\x27\x1c", "a 7z archive", kUnpack},
    Kind{"Rar!\x1a\x07", "a RAR archive", kUnpack},
    Kind{"\x04\x22\x4d\x18", "compressed by LZ4", kUnpack},
    Kind{"\x1f\x9d", "compressed by compress", kUnpack},
    Kind{"LZIP\x01", "compressed by lzip", kUnpack},
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
         "a program", "it holds nothing to read"},
    Kind{"MZ\x90\0"sv, "a program", "it holds nothing to read"},
    Kind{"\x89PNG", "a picture", "it holds nothing to read"},
    Kind{"\xff\xd8\xff", "a picture", "it holds nothing to read"},
    Kind{"FiFu\0"sv, "vectors of finalfusion", "convert them to word2vec's format first"},
    Kind{"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a document of Microsoft Office",
         "save it as plain text first"},
    Kind{"{\\rtf", "a document in RTF", "save it as plain text first"},
};

std::string described(std::string_view name, std::string_view advice) {
  return fmt::format("{}: {}", name, advice);
}

/// A ZIP archive by the name of its first file and those in reach.
std::string zip_kind(std::string_view bytes) {
  if (bytes.find("[Content_Types].xml") != std::string_view::npos ||
      bytes.find("mimetypeapplication/") != std::string_view::npos) {
    return described("a document of an office program", "save it as plain text first");
  }
  if (bytes.find("data.pkl") != std::string_view::npos) {
    return described("a file of PyTorch", kSaveVectors);
  }
  if (bytes.find(".npy") != std::string_view::npos) {
    return described("an .npz archive of NumPy", "save its table by numpy.save as .npy");
  }
  if (bytes.find("config.json") != std::string_view::npos ||
      bytes.find("metadata.json") != std::string_view::npos) {
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

}  // namespace

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
  if (const std::string_view name = wide_encoding(beginning); !name.empty()) {
    return fmt::format("{0} text: convert it to UTF-8 first, by `iconv -f {0} -t UTF-8`",
                       name.substr(0, 6));
  }
  return std::nullopt;
}

std::optional<std::string> known_text_file(std::string_view beginning) {
  beginning.remove_prefix(std::min(beginning.find_first_not_of(" \t\r\n"), beginning.size()));
  if (beginning.starts_with("version https://git-lfs")) {
    return described("a pointer of Git LFS", "fetch the file that it stands for");
  }
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
    return described("JSON", "write a word and its numbers a line");
  }
  return std::nullopt;
}

}  // namespace eigenlex::internal
