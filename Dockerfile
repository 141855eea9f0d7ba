# The server with its console, as a container: docker-compose.yml puts PostgreSQL and Caddy beside it.
FROM docker.io/library/node:22-bookworm-slim AS console
WORKDIR /source/web
COPY web/package.json web/package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY web ./
COPY server/openapi.json /source/server/
RUN npm run --silent build

FROM docker.io/library/rust:1.95-slim-bookworm AS server
WORKDIR /source
COPY . .
COPY --from=console /source/web/dist web/dist
RUN cargo build --locked --release -p guichet && install -D --strip target/release/guichet /out/guichet

FROM docker.io/library/debian:bookworm-slim
# What the mail server and others prove themselves with.
COPY --from=server /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/
RUN groupadd --system --gid 900 guichet && \
    useradd --system --uid 900 --gid guichet --home-dir /var/lib/guichet --shell /usr/sbin/nologin guichet && \
    install -d -o guichet -g guichet -m 700 /var/lib/guichet
COPY --from=server /out/guichet /usr/bin/guichet
COPY --chmod=755 packaging/docker/healthy /usr/lib/guichet/healthy
USER guichet
WORKDIR /var/lib/guichet
VOLUME /var/lib/guichet
ENV GUICHET_PROFILE=production GUICHET_LISTEN=0.0.0.0:8000 GUICHET_DATA_DIR=/var/lib/guichet
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s CMD ["/usr/lib/guichet/healthy"]
ENTRYPOINT ["/usr/bin/guichet"]
CMD ["serve"]
