"""Processes side by side, each rendering parts of languages."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from courseware.errors import CoursewareError
from courseware.languages import SOURCE
from courseware.site.addresses import output_of
from courseware.site.tree import Tree, digest_of

if TYPE_CHECKING:
    from courseware.site.prepare import Prepared
    from courseware.site.render import Renderer, Result

__all__ = ["Task", "work"]

Task = tuple[str, tuple[str, ...]]
"""A language, and the files of it to render."""


def work(
    prepared: Prepared, site: Tree, waiting: Path, tasks: Sequence[Task], jobs: int
) -> Iterator[tuple[str, list[Result]]]:
    """Renders parts of languages in forked processes, or here where there is little to do."""
    worker = _Worker(prepared, site, waiting)
    if jobs <= 1 or len(tasks) <= 1:
        yield from map(worker.render, tasks)
        return
    import multiprocessing

    # Forked, so that processes share what was loaded and staged without sending it.
    context = multiprocessing.get_context("fork")
    _compile_templates(prepared)
    gc.collect()  # What staging and setting up left in circles would be copied into every process.
    _give_back()
    gc.freeze()
    global _forked
    _forked = worker
    # A part takes as long as its pages: the longest first leaves the least waiting at the end.
    order = sorted(tasks, key=lambda task: -len(task[1]))
    try:
        with context.Pool(min(jobs, len(tasks))) as pool:
            yield from pool.imap_unordered(_render_forked, order)
    finally:
        _forked = None
        gc.unfreeze()


def _compile_templates(prepared: Prepared) -> None:
    """Compiles every template once, so that not each process has to."""
    from courseware.site.theme import prepare_environment

    settings = prepared.settings
    env = prepare_environment(
        settings.config.theme.get_env(), SOURCE, prepared.texts[SOURCE], prepared.assets, prepared.bytecode
    )
    folder = settings.root / "overrides"
    for path in folder.rglob("*.html"):
        env.get_template(path.relative_to(folder).as_posix())


def _give_back() -> None:
    """Returns memory that staging needed to the system, so that forked processes start small."""
    import ctypes

    with suppress(OSError, AttributeError):  # Only glibc has it, and only there it is needed.
        ctypes.CDLL("libc.so.6").malloc_trim(0)


_forked: _Worker | None = None


def _render_forked(task: Task) -> tuple[str, list[Result]]:
    if _forked is None:
        raise CoursewareError("A worker started without its work; forking is needed to build.")
    gc.enable()  # What was there before the fork is frozen; what a page leaves behind is collected.
    return _forked.render(task)


class _Worker:
    """Renders parts of languages, and keeps what it set up for a language until another one comes."""

    def __init__(self, prepared: Prepared, site: Tree, waiting: Path) -> None:
        self._prepared = prepared
        self._site = site
        self._waiting = waiting
        self._language = ""
        self._renderer: Renderer | None = None

    def render(self, task: Task) -> tuple[str, list[Result]]:
        language, files = task
        return language, [self._page(language, file) for file in files]

    def _page(self, language: str, file: str) -> Result:
        data, result, text = self._for(language).render(file)
        if self._site.digest(output_of(language, file)) != result.digest:
            # One flat folder, so that nothing but the file has to be made.
            spare = self._waiting / digest_of(f"{language}/{file}".encode())
            spare.write_bytes(data)
            result.spare = str(spare)
        if text is not None:
            # Handed over on disk: what goes from process to process has to be packed and unpacked.
            spare = self._waiting / digest_of(f"{language}/{file}/searched".encode())
            page, result.words = text.packed()
            spare.write_bytes(page)
            result.searched = str(spare)
        return result

    def _for(self, language: str) -> Renderer:
        from courseware.site.render import Renderer
        from courseware.site.stage import PAGES_FOLDER, read_documents

        if self._renderer is None or self._language != language:
            prepared = self._prepared
            self._renderer = Renderer(
                prepared.settings,
                language,
                read_documents(prepared.settings.root / PAGES_FOLDER, language),
                prepared.stage.shared,
                prepared.texts[language],
                prepared.assets,
                prepared.cache,
                prepared.salt,
                prepared.terms,
            )
            self._language = language
        return self._renderer
