# Two stages: one that can install, and one that carries nothing but the result.
ARG BASE=python:3.11-slim-bookworm

FROM ${BASE} AS build
WORKDIR /build
COPY requirements.txt .
RUN python3 -m venv /venv \
    && /venv/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes -r requirements.txt

FROM ${BASE}
ENV PATH="/venv/bin:${PATH}" \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    YAKUSOKU_DATA=/data
RUN groupadd --system --gid 10001 yakusoku \
    && useradd --system --uid 10001 --gid yakusoku --home-dir /app --no-create-home --shell /usr/sbin/nologin yakusoku \
    && install --directory --owner yakusoku --group yakusoku /data
COPY --from=build /venv /venv
WORKDIR /app
COPY . .
RUN YAKUSOKU_SANDBOX=1 python manage.py collectstatic --no-input --verbosity 0
USER yakusoku
EXPOSE 8000
CMD ["granian", "--interface", "wsgi", "--host", "0.0.0.0", "--port", "8000", "--no-ws", "--workers", "2", "--blocking-threads", "4", "config.wsgi:application"]
