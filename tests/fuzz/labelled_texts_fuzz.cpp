// Lines of label<TAB>text for the classifiers: every text has a label of the classes that were
// read.

#include <cstdlib>

#include "eigenlex/classify/labelled_texts.hpp"
#include "eigenlex/core/error.hpp"

#include "fuzz/scratch.hpp"
#include "fuzz/targets.hpp"

void eigenlex::testing::labelled_texts_fuzz(const std::uint8_t* data, std::size_t size) {
  const std::string path = input_file(as_text(data, size)).string();
  refuse_well<FormatError>([&] {
    const LabelledTexts texts = read_labelled_texts(path, {});
    for (const std::int32_t label : texts.labels) {
      if (label < 0 || label >= std::ssize(texts.class_names)) std::abort();
    }
  });
}
