#pragma once

#include <string>
#include <vector>

#include "eigenlex/core/progress.hpp"
#include "eigenlex/text/corpus.hpp"
#include "eigenlex/text/tokenizer.hpp"

namespace eigenlex {

/// Reads a corpus: every line of the files is a document, an empty line an empty document.
///
/// `paths` as for TextSource. The vocabulary is complete: all distinct words, by count, ties by
/// bytes. `progress` counts bytes of the files as they are stored, of a total of 0 if it is unknown
/// (standard input). Throws IoError and FormatError as TextSource does, FormatError if there is not
/// a single word, OptionError for bad options.
///
/// Time linear in the text, tokenized in parallel; memory about 8 bytes a token and 200 bytes a
/// distinct word and thread. The result does not depend on the number of threads.
Corpus read_corpus(const std::vector<std::string>& paths, const TokenizerOptions& options,
                   const Progress& progress = {});

}  // namespace eigenlex
