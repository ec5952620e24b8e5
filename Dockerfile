# The program in a container: docker build -t eigenlex . && docker run --rm -v "$PWD:/data" eigenlex \
#   train corpus.txt -o corpus.model
FROM debian:bookworm-slim AS build
COPY . /source
WORKDIR /source
RUN bash -c 'source tools/lib/steps.sh && source tools/lib/packages.sh && \
      require_packages "${EIGENLEX_BUILD_PACKAGES[@]}" dpkg-dev help2man python3 libhnswlib-dev' \
 && cmake -S . -B build/package -G Ninja -DCMAKE_BUILD_TYPE=Release -DEIGENLEX_TESTS=OFF \
      -DCMAKE_UNITY_BUILD=ON -DEIGENLEX_NEURAL=OFF \
 && cmake --build build/package \
 && cd build/package && cpack -G DEB -D CPACK_COMPONENTS_ALL=program

FROM debian:bookworm-slim
COPY --from=build /source/build/package/packages/eigenlex_*.deb /tmp/
RUN apt-get update -qq \
 && apt-get install -y -qq --no-install-recommends /tmp/eigenlex_*.deb \
 && rm -rf /var/lib/apt/lists/* /tmp/eigenlex_*.deb
WORKDIR /data
ENTRYPOINT ["eigenlex"]
