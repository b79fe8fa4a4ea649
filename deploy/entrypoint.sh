#!/bin/sh
# web | worker | beat | migrate | any manage.py command. Nothing serves before the database role was checked.
set -eu
case "$1" in
  web)
    python manage.py check --database default
    # Paths without queries and no referrers: what people search for is nobody's to keep.
    # Addresses stand in the proxy's log, which leaves out who reports dishonesty.
    paths='%(t)s "%(m)s %(U)s %(H)s" %(s)s %(B)s %(M)sms "%(a)s"'
    # Processes without threads: a page takes less of the processor (bench/README.md). A slow visitor holds none up, for nginx takes requests and answers
    # whole; a process that nginx has given up waiting for (60 s) is begun anew. gunicorn's control socket would be written to the home directory.
    exec gunicorn credit_platform.wsgi --bind "0.0.0.0:${WEB_PORT:-8000}" --workers "${WEB_WORKERS:-5}" --timeout 75 \
      --worker-tmp-dir /dev/shm --no-control-socket --access-logfile - --access-logformat "$paths" ;;
  worker)
    python manage.py check --database default
    # One heap for all threads of a process: they take turns anyway, and each heap of its own keeps some MB to itself.
    export MALLOC_ARENA_MAX=1
    exec celery -A credit_platform worker --loglevel INFO --concurrency "${WORKER_PROCESSES:-2}" \
      --max-memory-per-child 150000 ;;
  beat)
    exec celery -A credit_platform beat --loglevel INFO --schedule /tmp/beat --pidfile= ;;
  migrate)
    exec python manage.py migrate --no-input ;;
  *)
    exec python manage.py "$@" ;;
esac
