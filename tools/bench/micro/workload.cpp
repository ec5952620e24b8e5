#include "workload.hpp"

#include <filesystem>

#include "eigenlex/core/file.hpp"
#include "eigenlex/text/read_corpus.hpp"
#include "eigenlex/text/restrict_vocabulary.hpp"

#include "zipf_text.hpp"

namespace eigenlex::bench {

Workload make_workload(const WorkloadOptions& options, const std::string& folder) {
  Workload workload;
  workload.corpus_path = options.corpus;
  if (options.corpus.empty()) {
    workload.corpus_path = folder + "/zipf.txt";
    write_zipf_text({.tokens = options.tokens, .words = options.words, .seed = options.seed},
                    workload.corpus_path);
  }
  workload.text_bytes = static_cast<std::int64_t>(std::filesystem::file_size(workload.corpus_path));
  workload.corpus = restrict_vocabulary(read_corpus({workload.corpus_path}, {}),
                                        {.min_count = options.min_count});
  workload.counts = count_cooccurrences(workload.corpus, {});
  const PpmiOptions weighting;
  workload.expected =
      expected_margins(workload.counts, workload.corpus.vocabulary.counts(), weighting.subsample);
  workload.matrix = ppmi(workload.counts, workload.expected, weighting);
  return workload;
}

}  // namespace eigenlex::bench
