"Package metadata; all values come from settings.ini, which nbdev reads, too."

from configparser import ConfigParser
from pathlib import Path

from setuptools import setup

here = Path(__file__).parent
parser = ConfigParser(delimiters=["="], interpolation=None)
parser.read(here / "settings.ini", encoding="utf-8")
cfg = parser["DEFAULT"]
extras = {
    name: cfg[f"{name}_requirements"].split()
    for name in ("offline", "lora", "balance", "export", "ray", "tune", "dev")
}
url = f"https://github.com/{cfg['user']}/{cfg['repo']}"
# PyPI does not host images
raw = f"https://raw.githubusercontent.com/{cfg['user']}/{cfg['repo']}/{cfg['branch']}"

setup(
    name=cfg["lib_name"],
    version=cfg["version"],
    description=cfg["description"],
    keywords=cfg["keywords"],
    author=cfg["author"],
    license="Apache-2.0",
    license_files=["LICENSE"],
    url=url,
    long_description=(here / "README.md")
    .read_text(encoding="utf-8")
    .replace("](nbs/images/", f"]({raw}/nbs/images/"),
    long_description_content_type="text/markdown",
    packages=["mtst", "mtst.bundled", "mtst.web_page"],
    package_data={"mtst": ["py.typed"], "mtst.bundled": ["*"], "mtst.web_page": ["*"]},
    zip_safe=False,
    python_requires=f">={cfg['min_python']}",
    install_requires=cfg["requirements"].split(),
    extras_require=extras,
    entry_points={
        "console_scripts": cfg["console_scripts"].split(),
        "nbdev": [f"{cfg['lib_name']}={cfg['lib_path']}._modidx:d"],
    },
    classifiers=[
        "Development Status :: 3 - Alpha",
        "Intended Audience :: Developers",
        "Natural Language :: English",
        *(f"Programming Language :: Python :: 3.{minor}" for minor in range(10, 14)),
    ],
)
