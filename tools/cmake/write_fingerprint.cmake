cmake_minimum_required(VERSION 3.25)

# Writes a header that defines EIGENLEX_FINGERPRINT: a checksum of the names and bytes of all sources
# below include/ and src/ of ROOT, and of SETTINGS, what else decides the machine code. The header is
# left alone where it says so already.
# Usage: cmake -DROOT=<source tree> -DSETTINGS=<text> -DOUTPUT=<header> -P <this>

file(GLOB_RECURSE files RELATIVE ${ROOT} ${ROOT}/include/*.hpp ${ROOT}/src/*.hpp ${ROOT}/src/*.cpp)
list(SORT files)
set(all "${SETTINGS}")
foreach(file IN LISTS files)
  file(SHA256 ${ROOT}/${file} checksum)
  string(APPEND all "\n${file} ${checksum}")
endforeach()
string(SHA256 fingerprint "${all}")
string(SUBSTRING ${fingerprint} 0 32 fingerprint)
file(CONFIGURE OUTPUT ${OUTPUT} CONTENT "#define EIGENLEX_FINGERPRINT \"@fingerprint@\"\n" @ONLY)
