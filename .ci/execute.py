"""Execute notebooks in place and save their outputs: python .ci/execute.py nbs/index.ipynb ...

Unlike `jupyter execute`, this skips the cells that the tests skip: exercises (`#| eval: false`) and
cells for special machines (`#| slow`, `#| gpu`, `#| net`). Their saved outputs are kept.
"""

import re, sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient

skipped = re.compile(r"^#\| *(eval: *false|slow|gpu|net)\b", re.M)
tag = "skip-execution"  # nbclient doesn't run cells with this tag

for name in sys.argv[1:]:
    notebook = nbformat.read(name, as_version=4)
    cells = [cell for cell in notebook.cells if skipped.search(cell.source)]
    for cell in cells:
        cell.metadata["tags"] = [tag]
    place = {"metadata": {"path": str(Path(name).parent)}}
    NotebookClient(notebook, timeout=None, kernel_name="python3", resources=place).execute()
    for cell in cells:
        del cell.metadata["tags"]
    nbformat.write(notebook, name)
