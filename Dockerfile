# One image for web, worker, beat, dispatcher and migrations; docker-compose.yml says which command runs.
FROM python:3.13-slim
RUN useradd --system --uid 10001 --create-home reviewhub \
    && install -d -o reviewhub -m 0700 /var/lib/reviewhub/evidence /var/lib/reviewhub/dataset
WORKDIR /srv/reviewhub
COPY requirements.txt .
RUN pip install --no-cache-dir --disable-pip-version-check -r requirements.txt
COPY . .
ENV PYTHONUNBUFFERED=1 DJANGO_SETTINGS_MODULE=reviewhub.settings
# collectstatic reads the settings; these values reach nothing that is served.
RUN DATABASE_URL=postgresql://nobody@127.0.0.1:1/none REDIS_URL=redis://127.0.0.1:1/0 SECRET_KEY=build \
    VAULT_KEY=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA= python manage.py collectstatic --no-input --verbosity=0
USER reviewhub
