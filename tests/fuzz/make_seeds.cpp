// Writes the inputs from which the fuzz targets start: make_seeds FOLDER makes a folder for each.

#include <algorithm>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

#include "eigenlex/embedding/formats.hpp"

#include "fuzz/samples.hpp"
#include "support/compress.hpp"
#include "support/fasttext_sample.hpp"
#include "support/temp_dir.hpp"

namespace {

namespace fs = std::filesystem;
using namespace eigenlex;
using testing::read_bytes;

class SeedFolder {
 public:
  SeedFolder(const fs::path& root, const char* target) : folder_(root / target) {
    fs::create_directories(folder_);
  }
  void add(std::string_view bytes) {
    std::ofstream(folder_ / ("seed" + std::to_string(next_++)), std::ios::binary) << bytes;
  }
  /// With a first byte that chooses among the variants of the target.
  void add(int choice, std::string_view bytes) {
    add(std::string(1, static_cast<char>(choice)).append(bytes));
  }

 private:
  fs::path folder_;
  int next_ = 0;
};

void corpus_seeds(const fs::path& root) {
  SeedFolder seeds(root, "corpus_fuzz");
  const std::string texts[] = {
      "the cat sat on the mat\nthe dog sat\n\nthe end",
      "\xef\xbb\xbfUpper lower \xc3\x84\xc3\x96 e\xcc\x81 "
      "\xe5\x8c\x97\xe4\xba\xac\xe5\xa4\xa7\xe5\xad\xa6\r\n",
      "a\xff\xfe\x80 \xf0\x9f\x98\x80\xe2\x80\x8d \xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d \t\v\f x",
  };
  for (const std::string& text : texts) {
    for (int choice = 0; choice < 4; ++choice) seeds.add(choice, text);
  }
  SeedFolder compressed(root, "compressed_fuzz");
  compressed.add(texts[0]);
  for (const char* filter : testing::kFilters) {
    const std::string bytes = testing::compress(texts[0], filter);
    seeds.add(0, bytes);
    compressed.add(bytes);
  }
}

/// A seed for each file of a folder. `prefix` are bytes of choices before that of the file.
template <std::size_t kFiles>
void folder_seeds(SeedFolder& seeds, const fs::path& folder,
                  const std::array<const char*, kFiles>& names, const std::string& prefix = {}) {
  for (std::size_t i = 0; i < kFiles; ++i) {
    seeds.add(prefix + static_cast<char>(i) + read_bytes(folder / names[i]));
  }
}

template <std::size_t kFiles>
void folder_seeds(const fs::path& root, const char* target, const fs::path& folder,
                  const std::array<const char*, kFiles>& names) {
  SeedFolder seeds(root, target);
  folder_seeds(seeds, folder, names);
}

/// Folders that have a target for each kind.
void companion_seeds(const fs::path& root, const testing::TempDir& scratch) {
  write_hnsw(testing::sample_index(), testing::kKey, scratch / "index");
  folder_seeds(root, "hnsw_fuzz", scratch / "index", testing::kIndexFiles);
  write_subwords(testing::sample_subwords(), testing::kKey, scratch / "subwords");
  folder_seeds(root, "subwords_fuzz", scratch / "subwords", testing::kSubwordsFiles);
  write_classifier(testing::sample_classifier(), scratch / "classifier");
  folder_seeds(root, "classifier_fuzz", scratch / "classifier", testing::kClassifierFiles);
  write_compact(testing::sample_int8(), scratch / "int8");
  write_compact(testing::sample_pq(), scratch / "pq");
  SeedFolder compact(root, "compact_fuzz");
  folder_seeds(compact, scratch / "int8", testing::kInt8Files, std::string(1, '\0'));
  folder_seeds(compact, scratch / "pq", testing::kPqFiles, std::string(1, '\1'));
}

void array_seeds(const fs::path& root, const fs::path& model, const fs::path& counts) {
  SeedFolder seeds(root, "npy_fuzz");
  seeds.add(0, read_bytes(model / "singular_values.npy"));
  seeds.add(2, read_bytes(counts / "indices.npy"));
  seeds.add(3, read_bytes(counts / "values.npy"));
  seeds.add(4, read_bytes(counts / "indptr.npy"));
  seeds.add(5, read_bytes(model / "vectors.npy"));
}

void vector_seeds(const fs::path& root, const testing::TempDir& scratch) {
  SeedFolder seeds(root, "vectors_fuzz");
  const Embedding embedding = testing::random_embedding(4, 3, 3);
  for (const VectorFormat format : {VectorFormat::kWord2vecText, VectorFormat::kWord2vecBinary,
                                    VectorFormat::kGloveText, VectorFormat::kFastTextVec}) {
    write_vectors(embedding, format, scratch / "vectors");
    seeds.add(read_bytes(scratch / "vectors"));
  }
  seeds.add("2 2\nnew york 1 -2.5e-3\nb\t1e38 0\r\n");
  seeds.add(
      "\xef\xbb\xbf"
      "5 2\n  1 2\n\n 3 4\na 5 6\n");
  seeds.add(testing::compress("1 2\na 1 2\n", "gzip"));
  SeedFolder fasttext(root, "fasttext_fuzz");
  fasttext.add(testing::FastTextSample().bytes());
  fasttext.add(testing::FastTextSample{.kind = 3, .labels = {"__label__x"}}.bytes());
}

void benchmark_seeds(const fs::path& root) {
  SeedFolder seeds(root, "benchmarks_fuzz");
  seeds.add(1, "word1,word2,score\n# comment\ncat dog 7.5\n\"a\";b;1e-3;x\r\n");
  seeds.add(1, "\"New York\",USA,3.5\na,b,\"3,5\"\n");
  seeds.add(1, ";w1;w2;s\n0;sun-n;moon-n;1,5\n1;a-n;b-v;2,5\n");
  seeds.add(0, ": capital\nAthens Greece Oslo Norway\n: gram1\n\na b c d\n");
  seeds.add(0, "cow\tanimal/mammal\noak\ttree\n");
  SeedFolder tables(root, "table_fuzz");
  for (const int choice : {1, 2, 4, 8, 16, 32}) {
    tables.add(choice, "a,\"b, \"\"c\"\"\",3.5\n# note\n: d\n\"e\nf\",g,4\r\n");
  }
}

void matrix_seeds(const fs::path& root) {
  SeedFolder seeds(root, "matrix_fuzz");
  seeds.add("user\titem\trating\nann\tx\t2\nbob\ty\t-1.5e1\r\n\nann\tx\t3\t99\n");
  seeds.add("ann\tx\nbob\ty\n");
  seeds.add("1::7::5::978300760\n2::7::3,5::978300761\n");
  seeds.add(",userId,itemId,timestamp,rating\n0,1,\"7\",9,4\n1,2,7,9,5\n");
  seeds.add("%%MatrixMarket matrix coordinate real general\n% c\n3 2 2\n1 1 1.5\n3 2 -2\n");
  seeds.add("%%MatrixMarket matrix coordinate pattern symmetric\n2 2 2\n1 1\n2 1\n");
}

/// Command lines for the files that the target makes, an argument a line.
void argument_seeds(const fs::path& root) {
  SeedFolder seeds(root, "arguments_fuzz");
  for (const char* command : {
           "train corpus.txt -o out --dim 3 --window 2 --min-count 1 --exponent 0.5 --quiet",
           "train corpus.txt -o out --method als --sweeps 1 --blend 0.5 --contexts directional",
           "train corpus.txt -o m --force --solver spectra --tokenizer unicode --lowercase",
           "train corpus.txt -o out --memory 64M --temp . --resume --json --threads 2",
           "train corpus.txt -o out --phrases 2 --max-vocab 3 --subsample 0.1 --negative 2",
           "train corpus.txt -o out --precision float --tolerance 1e-3 --max-iterations 2 --seed 7",
           "count corpus.txt -o out --window-weight dynamic --min-count 2",
           "vocabulary corpus.txt -o out --min-count 2 --tokenizer whitespace",
           "count corpus.txt -o out --vocabulary v --min-count 1",
           "merge c c -o out --quiet",
           "train corpus.txt -o out --dim 2 --min-count 1 --keep-counts",
           "update m corpus.txt -o out --exact",
           "factorize c -o out --dim 2 --context-smoothing 0.5 --no-verify",
           "factorize --input matrix.tsv -o out --dim 2 --method als --als-steps 2",
           "similar m a b -k 3 --exact --json --no-verify",
           "analogy m a b c -k 2 --objective mul --restrict 4",
           "evaluate m --similarity pairs.txt --analogies questions.txt --restrict 0 --json",
           "cluster m -k 2 -o out --soft 2 --euclidean --max-iterations 3 --tolerance 0 --seed 2",
           "refine m --classes 2 --strength 1 -o out",
           "export m --format word2vec-binary -o out --dim 1 --exponent 0",
           "export m --format pq --subvectors 2 -o out",
           "export m --format int8 -o out --sum-contexts",
           "index m --links 4 --build-effort 10 --seed 3",
           "subwords m --shortest 2 --longest 3 --min-words 1 --regularization 1",
           "induce m --counts c --word new -o out",
           "recommend m a -k 2 --include-seen",
           "info m --json",
           "classify train texts.tsv --embedding m -o out --epochs 1 --held-out 1",
           "classify predict out corpus.txt --json",
           "--version",
           "--help",
       }) {
    std::string lines = command;
    std::replace(lines.begin(), lines.end(), ' ', '\n');
    seeds.add(lines);
  }
}

void labelled_text_seeds(const fs::path& root) {
  SeedFolder seeds(root, "labelled_texts_fuzz");
  seeds.add("pos\tgood film\nneg\tbad\tfilm\r\npos\tx\n");
  seeds.add("review,sentiment\n\"good,\nfilm\",pos\nbad,neg\n");
  seeds.add("__label__a __label__b x\n__label__c y\n");
  SeedFolder tagged(root, "tagged_sentences_fuzz");
  tagged.add("-DOCSTART- -X- O O\n\nAda NNP B-PER\nLovelace NNP E-PER\r\nin\tO\n\nX S-LOC\n");
  tagged.add("# text = a b\n1-2\tab\t_\n1\ta\tA\n2\tb\tB\n\n1\tc\tA\n");
}

void explore_request_seeds(const fs::path& root) {
  SeedFolder seeds(root, "explore_request_fuzz");
  for (const char* target :
       {"/api", "/api/models", "/api/words?model=0", "/api/neighbours?word=w1&count=5&restrict=9",
        "/api/neighbours?word=w1+-+w2+%2B+w3", "/api/neighbours?word=%C3%89t%65",
        "/api/analogy?a=w1&b=w2&c=w3&objective=mul&count=2", "/api/complete?prefix=W1&count=100",
        "/api/similarity?a=w1&b=w2&model=0", "/api/why?a=w1&b=w2", "/api/map", "/a%2Fb?x&y=&&=z"}) {
    seeds.add(target);
  }
}

void make_seeds(const fs::path& root) {
  const testing::TempDir scratch;
  write_model(testing::sample_model(), scratch / "model");
  write_counts(testing::sample_counts(), scratch / "counts");
  corpus_seeds(root);
  folder_seeds(root, "model_fuzz", scratch / "model", testing::kModelFiles);
  folder_seeds(root, "counts_fuzz", scratch / "counts", testing::kCountsFiles);
  write_corpus_vocabulary(testing::sample_corpus_vocabulary(), scratch / "vocabulary");
  folder_seeds(root, "corpus_vocabulary_fuzz", scratch / "vocabulary",
               testing::kCorpusVocabularyFiles);
  array_seeds(root, scratch / "model", scratch / "counts");
  vector_seeds(root, scratch);
  companion_seeds(root, scratch);
  benchmark_seeds(root);
  matrix_seeds(root);
  labelled_text_seeds(root);
  argument_seeds(root);
  explore_request_seeds(root);
  SeedFolder(root, "vocabulary_fuzz").add(read_bytes(scratch / "model/vocab.tsv"));
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fprintf(stderr, "usage: make_seeds FOLDER\n");
    return 2;
  }
  try {
    make_seeds(argv[1]);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "make_seeds: %s\n", error.what());
    return 1;
  }
}
