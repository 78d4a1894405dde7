# Jupyter with the notebooks, the library and the offline model: docker build -t mtst . && docker run -p 8888:8888 mtst
ARG PYTHON=3.11-slim-bookworm
FROM docker.io/library/python:${PYTHON}

ENV PYTHONUNBUFFERED=1 PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 HF_HUB_OFFLINE=1

# the pinned packages change seldom: a layer of their own
COPY requirements.txt /tmp/requirements.txt
RUN pip install -r /tmp/requirements.txt && rm /tmp/requirements.txt

RUN useradd --create-home --uid 1000 reader
WORKDIR /home/reader/mtst
COPY --chown=reader . .
RUN pip install --no-deps -e . && chown reader /home/reader/mtst

USER reader
EXPOSE 8888
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s CMD python -c "import urllib.request as u; u.urlopen('http://127.0.0.1:8888/api')"
# Jupyter makes a token and prints it, or takes the one in JUPYTER_TOKEN
CMD ["jupyter", "lab", "--ip=0.0.0.0", "--port=8888", "--no-browser", "--notebook-dir=nbs"]
