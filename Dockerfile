# One image for web, worker, beat and the migrate job; the command tells them apart. Not for the demo: it brings no servers.

FROM node:24-slim AS vendor
WORKDIR /vendor
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts --no-audit --no-fund \
 && mkdir out \
 && for file in bootstrap/dist/css/bootstrap.min.css bootstrap/dist/js/bootstrap.bundle.min.js htmx.org/dist/htmx.min.js; do \
      sed '/sourceMappingURL=/d' "node_modules/$file" > "out/${file##*/}" || exit 1; \
    done

FROM python:3.12-slim-trixie AS packages
WORKDIR /build
COPY requirements/base.txt ./
RUN python -m venv /venv \
 && /venv/bin/pip install --no-cache-dir --require-hashes --only-binary :all: -r base.txt

FROM python:3.12-slim-trixie
# pg_dump and psql for backup and restore: as new as the server, or newer.
# hadolint ignore=DL3008
RUN apt-get update \
 && apt-get install -y --no-install-recommends postgresql-client \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --system --uid 10001 --home-dir /app --shell /usr/sbin/nologin credit \
 && mkdir -p /app /files /open-data /backup \
 && chown credit:credit /files /open-data /backup
ENV PATH=/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    MEDIA_ROOT=/files \
    OPEN_DATA_ROOT=/open-data \
    STATIC_ROOT=/app/collected \
    STATIC_COMPRESSED=1
WORKDIR /app
COPY --from=packages /venv /venv
COPY . .
COPY --from=vendor /vendor/out var/vendor/
# Without addresses the settings are the demo's and make keys below var/: they must not stay in the image.
RUN python -m compileall -q . \
 && python manage.py collectstatic --no-input --verbosity 0 \
 && rm -rf var
USER 10001
EXPOSE 8000
ENTRYPOINT ["deploy/entrypoint.sh"]
CMD ["web"]
