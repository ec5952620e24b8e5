#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "eigenlex/core/progress.hpp"
#include "eigenlex/core/read_options.hpp"
#include "eigenlex/core/storage_options.hpp"
#include "eigenlex/text/read_corpus.hpp"
#include "eigenlex/text/restrict_vocabulary.hpp"

namespace eigenlex {

/// The words of a whole corpus, known before its parts are counted.
///
/// Whether a word is frequent enough, and which number it has, is a matter of all text: parts that
/// are counted by one vocabulary have the same rows and columns, and have left out the same tokens.
struct CorpusVocabulary {
  /// By count, ties by bytes.
  Vocabulary words;
  /// Of the corpus as it was read.
  std::int64_t documents = 0;
  std::int64_t tokens = 0;
  std::int64_t distinct_words = 0;
  /// Which of the distinct words `words` are; all of them unless told otherwise.
  VocabularyOptions cut{.min_count = 1};
  /// How lines became words, and what a document is.
  Reading reading;
  /// Paths, as they were given.
  std::vector<std::string> corpus;
};

/// Reads a corpus for its words alone; it may have none. Parameters and errors are those of
/// `encode_corpus`, whose memory for tokens it does not take.
CorpusVocabulary gather_vocabulary(const std::vector<std::string>& paths,
                                   const TokenizerOptions& options, const StorageOptions& storage,
                                   const Progress& progress = {}, const SourceOptions& source = {});

/// Adds up the vocabularies of parts of a corpus, in any order and with the memory of their
/// distinct words: the sum is that of the corpus read at once.
class VocabularySum {
 public:
  /// `name` is for messages. Throws FormatError where the part was read otherwise than those before
  /// it, unless it is empty, is cut already, so that words are gone which are frequent in all, or
  /// counts add up to more than 63 bits.
  void add(const CorpusVocabulary& part, const std::string& name);
  /// The sum, once. Throws OptionError where the cut leaves no word of some.
  CorpusVocabulary finish(const VocabularyOptions& cut);

 private:
  CorpusVocabulary sum_;
  bool is_read_known_ = false;
  std::string reader_;  // the part that was read first
  WordTable table_;
  std::vector<std::int64_t> counts_;
  std::int64_t total_ = 0;
};

/// Writes the folder of a vocabulary: vocabulary.json and vocab.tsv. The folder appears when it is
/// complete. It replaces one of that kind, but no other folder that holds anything. Throws IoError.
void write_corpus_vocabulary(const CorpusVocabulary& vocabulary, const std::filesystem::path& path);

/// Reads it. Throws IoError, or FormatError where a file is damaged or words are not by count.
CorpusVocabulary read_corpus_vocabulary(const std::filesystem::path& path,
                                        const ReadOptions& options = {});

/// Whether `path` is a folder with a vocabulary.json.
bool is_corpus_vocabulary(const std::filesystem::path& path);

}  // namespace eigenlex
