// k-means of faiss: faiss_kmeans VECTORS.f32 ROWS DIM CLUSTERS ITERATIONS; prints seconds and
// inertia. All points are used for training, once; the rest is as faiss has it.

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <vector>

#include <faiss/Clustering.h>
#include <faiss/IndexFlat.h>

int main(int argc, char** argv) {
  if (argc != 6) return 2;
  const long rows = std::atol(argv[2]);
  const int dim = std::atoi(argv[3]);
  const int clusters = std::atoi(argv[4]);
  std::vector<float> points(static_cast<std::size_t>(rows) * static_cast<std::size_t>(dim));
  std::ifstream(argv[1], std::ios::binary)
      .read(reinterpret_cast<char*>(points.data()),
            static_cast<std::streamsize>(points.size() * sizeof(float)));
  faiss::ClusteringParameters parameters;
  parameters.niter = std::atoi(argv[5]);
  parameters.max_points_per_centroid = static_cast<int>(rows);
  faiss::Clustering clustering(dim, clusters, parameters);
  faiss::IndexFlatL2 index(dim);
  const auto begin = std::chrono::steady_clock::now();
  clustering.train(rows, points.data(), index);
  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - begin;
  std::vector<float> distances(static_cast<std::size_t>(rows));
  std::vector<std::int64_t> labels(distances.size());
  index.search(rows, points.data(), 1, distances.data(), labels.data());
  double inertia = 0;
  for (const float distance : distances) inertia += distance;
  std::printf("%.6f %.9g\n", seconds.count(), inertia);
  return 0;
}
