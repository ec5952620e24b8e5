#include <cstdio>

#include <eigenlex/core/random.hpp>
#include <eigenlex/embedding/embedding.hpp>

// The library may be built for a machine with wider vectors than this program. Both must align and
// free Eigen's memory alike, so the width comes with the library and not from this compiler's
// flags.
static_assert(EIGEN_MAX_ALIGN_BYTES == 64, "eigenlex::eigenlex did not fix Eigen's alignment");

int main() {
  eigenlex::Random random(1);
  const eigenlex::Table table =
      eigenlex::Table::NullaryExpr(100, 30, [&] { return static_cast<float>(random.uniform()); });
  std::printf("mean %.3f\n", table.mean());
  return table.mean() > 0.45F && table.mean() < 0.55F ? 0 : 1;
}
