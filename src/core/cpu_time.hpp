#pragma once

namespace eigenlex::internal {

/// Seconds that all threads of this process have computed so far.
double cpu_seconds();

}  // namespace eigenlex::internal
