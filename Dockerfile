# JupyterLab with the notebooks, the library, and the offline model:
#   docker build -t mtst . && docker run -p 8888:8888 mtst
# For another Python version, pass --build-arg PYTHON=3.12-slim-bookworm. For GPUs, pass
# --build-arg TORCH=cu130 (a name from pytorch.org/get-started), then use docker run --gpus all.
ARG PYTHON=3.11-slim-bookworm
FROM docker.io/library/python:${PYTHON}
ARG TORCH=cpu

# tini forwards signals and reaps zombie processes, which Jupyter as process 1 would not do
RUN apt-get update && apt-get install -y --no-install-recommends tini && rm -rf /var/lib/apt/lists/* /var/cache/apt/* \
 && useradd --create-home --uid 1000 reader && chmod 777 /home/reader

# The pinned packages rarely change, so they have their own layer. PyTorch's CPU (or CUDA) build is
# installed first, because pip would choose a CUDA build by default. To reduce the image size by a
# third, we omit development tools (mypy, pandoc), the packages' own tests, C++ headers, debug
# symbols, and the bytecode of modules that are not imported here.
COPY requirements.txt /tmp/
RUN sed -Ei '/^(mypy|ast_serialize|librt|pypandoc_binary)/d' /tmp/requirements.txt \
 && pip install --no-cache-dir --no-compile --no-deps --index-url "https://download.pytorch.org/whl/${TORCH}" "$(grep '^torch==' /tmp/requirements.txt)" \
 && pip install --no-cache-dir --no-compile -r /tmp/requirements.txt \
 && cd "$(python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')" \
 && find . -type d \( -name tests -o -name test -o -path ./torch/include \) -prune -exec rm -r {} + \
 && find torch/bin -type f ! -name torch_shm_manager -delete \
 && apt-get update && apt-get install -y --no-install-recommends binutils \
 && find torch/lib pyarrow -maxdepth 1 -name '*.so*' -exec strip --strip-unneeded {} + \
 && apt-get purge -y --autoremove binutils && rm -rf /var/lib/apt/lists/* /var/cache/apt/* \
 && HF_HUB_OFFLINE=1 python -c "import accelerate, datasets, jupyterlab.labapp, matplotlib.pyplot, nbdev.export, ipykernel.kernelapp, sklearn.linear_model, transformers.models.bert.modeling_bert"

# These files change more often: first those that `pip install` reads, then the notebooks. The file
# browser lists notebooks before folders, so the chapters come first, in order.
WORKDIR /home/reader/mtst
COPY --chown=reader setup.py settings.ini README.md ./
COPY --chown=reader mtst mtst
RUN pip install --no-cache-dir --no-deps --no-build-isolation -e . && chown -R reader . \
 && jupyter labextension disable "@jupyterlab/apputils-extension:announcements" \
 && settings="$(python -c 'import sys; print(sys.prefix)')/share/jupyter/lab/settings" && mkdir -p "$settings" \
 && echo '{"@jupyterlab/filebrowser-extension:browser": {"sortNotebooksFirst": true}}' > "$settings/overrides.json"
COPY --chown=reader . .

USER reader
ENV HOME=/home/reader LOGNAME=reader HF_HUB_OFFLINE=1 PYTHONUNBUFFERED=1
EXPOSE 8888
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s CMD python -c "import urllib.request as u; u.urlopen('http://127.0.0.1:8888/api')"
ENTRYPOINT ["tini", "-g", "--"]
# Jupyter generates and prints a token, or uses the one in JUPYTER_TOKEN
CMD ["jupyter", "lab", "--ip=0.0.0.0", "--port=8888", "--no-browser", "--ServerApp.root_dir=nbs", "--LabApp.default_url=/lab/tree/index.ipynb"]
