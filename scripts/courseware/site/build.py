"""The whole site from the whole content: only what changed, languages side by side, all or nothing.

Pages are rendered into a waiting room and moved into place together when every one of them is right. A build
that fails or is killed before that leaves the old site; one killed while moving leaves files that no ledger
knows, and the next build puts them right.
"""

from __future__ import annotations

import datetime as dt
import errno
import fcntl
import gc
import hashlib
import os
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from courseware.errors import CoursewareError, Problem, ProblemsFound
from courseware.languages import CODES, SOURCE
from courseware.site.addresses import address_of, language_prefix, output_of
from courseware.site.state import State, load_state, save_state, snapshot
from courseware.site.tree import Tree, digest_of
from courseware.site.workers import Task, work

if TYPE_CHECKING:
    from courseware.site.prepare import Prepared
    from courseware.site.render import Result
    from courseware.site.search_memory import SearchMemory
    from courseware.site.stage import StagedPage

__all__ = ["Built", "build_site"]

WORTH_A_PROCESS = 24
"""Pages that it takes to earn back the cost of a second process."""

PART = 70
"""Pages of one language rendered in one go; parts keep all processes busy to the end."""

Report = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Built:
    """What a build did."""

    site_dir: Path
    pages: int
    """Pages of the site in the languages that were built."""
    rendered: int
    """Pages that had to be rendered."""
    written: int
    """Files that changed on disk, removed ones included."""
    versions: tuple[str, ...] = ()
    """Files of content versions that grew."""


def build_site(
    root: Path,
    *,
    languages: Iterable[str] = CODES,
    jobs: int | None = None,
    clean: bool = False,
    site_dir: Path | None = None,
    extra: Mapping[str, str] | None = None,
    publish: bool = True,
    drafts: bool = False,
    report: Report | None = None,
) -> Built:
    """Builds the site and says what that took.

    Args:
        root: The project folder.
        languages: Languages to render; the pages of the others stay as they are.
        jobs: Processes side by side; as many as there are processors by default.
        clean: Forget everything remembered and start from nothing.
        site_dir: Where to build, instead of where mkdocs.yml says.
        extra: Values that take the place of those under `extra` in mkdocs.yml (`inbox`, `reload`).
        publish: Whether content versions that are new are written down as published.
        drafts: Whether contributors' drafts are among the pages: for previews only.
        report: Told now and then how many pages of how many are done.

    Raises:
        ProblemsFound: Something is wrong with the content; the site stays as it was.
        CoursewareError: The settings are wrong.
    """
    root = root.resolve()
    cache = root / "build" / "cache"
    target = site_dir.resolve() if site_dir else None
    name = hashlib.sha256(str(target or "").encode()).hexdigest()[:12]
    memory = cache / f"{name}.state"
    wanted = tuple(code for code in CODES if code in set(languages))
    request = repr(
        (str(root), str(target), extra, drafts, [os.environ.get(key) for key in ENVIRONMENT], sys.version)
    )
    with _told(), _alone(cache):
        if clean:
            _forget(cache, root / "build" / "pages")
        state = load_state(memory)
        now = snapshot(root)
        moving = cache / f"{name}.moving"
        if state is not None and state.request == request and state.snapshot == now and not moving.exists():
            built = _unchanged(root, state, wanted)
            if built is not None:
                return built
        return _Build(root, target, state or State(), memory, moving, wanted, jobs, extra, report).run(
            request, now, publish=publish, drafts=drafts, clean=clean
        )


ENVIRONMENT = ("SITE_URL", "EDIT_BASE", "CONTACT")
"""Variables that mkdocs.yml reads."""


def _unchanged(root: Path, state: State, wanted: Sequence[str]) -> Built | None:
    """Says so where nothing was changed, before anything heavy is imported."""
    site_dir = Path(state.site_dir)
    if not state.complete.issuperset(wanted):
        return None
    if not (Tree(root / "build" / "pages", state.stage).is_whole() and Tree(site_dir, state.site).is_whole()):
        return None
    pages = sum(len(state.anchors.get(language, ())) for language in wanted)
    return Built(site_dir, pages, 0, 0)


def _forget(cache: Path, pages: Path) -> None:
    for entry in cache.iterdir():
        if entry.is_dir():
            shutil.rmtree(entry)
        elif entry.name != LOCK:
            entry.unlink()
    shutil.rmtree(pages, ignore_errors=True)


@contextmanager
def _told() -> Iterator[None]:
    """Says in a sentence what the disk refused; a full or read-only one is no failure of the program."""
    try:
        yield
    except OSError as error:
        if error.errno not in DISK_ERRORS:
            raise
        raise CoursewareError(
            f"Cannot write {error.filename or 'the site'}: {error.strerror}. "
            "Mend that and build again: what was begun is put right then."
        ) from error


DISK_ERRORS = (
    errno.EACCES,
    errno.EPERM,
    errno.EROFS,
    errno.ENOSPC,
    errno.EDQUOT,
    errno.ENOTDIR,
    errno.EISDIR,
    errno.EEXIST,
    errno.EFBIG,
    errno.EIO,
)

LOCK = "lock"


@contextmanager
def _alone(cache: Path) -> Iterator[None]:
    """Lets one build at a time use the stage and the cache."""
    cache.mkdir(parents=True, exist_ok=True)
    with (cache / LOCK).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


class _Build:
    """One build, from what is remembered to what is published."""

    def __init__(
        self,
        root: Path,
        target: Path | None,
        state: State,
        memory: Path,
        moving: Path,
        wanted: Sequence[str],
        jobs: int | None,
        extra: Mapping[str, str] | None,
        report: Report | None,
    ) -> None:
        self._root = root
        self._target = target
        self._state = state
        self._memory = memory
        self._moving = moving
        self._wanted = wanted
        self._jobs = jobs or os.cpu_count() or 1
        self._extra = extra
        self._report = report or (lambda done, total: None)

    def run(
        self, request: str, now: dict[str, list[int]], *, publish: bool, drafts: bool, clean: bool
    ) -> Built:
        from courseware.content.load import ContentCache, load_library
        from courseware.content.versions import write_versions
        from courseware.site.prepare import prepare
        from courseware.site.settings import read_settings
        from courseware.site.stage import write_stage

        gc.disable()  # A short process that makes much and keeps it: collecting finds nothing.
        try:
            settings = read_settings(self._root, site_dir=self._target, extra=self._extra)
            read = ContentCache(self._root / "build" / "cache" / "content.pickle")
            library = load_library(self._root, strict=True, cache=read)
            grown = write_versions(self._root, library.modules[SOURCE].values(), _today()) if publish else []
            prepared = prepare(settings, library, drafts=drafts)
            site_dir = Path(settings.config.site_dir)
            thoroughly = clean or self._moving.exists() or self._state.site_dir != str(site_dir)
            if thoroughly:
                self._state.site = {}
                self._state.stage = {}
            stage = Tree(self._root / "build" / "pages", self._state.stage)
            write_stage(prepared.stage, stage, thoroughly=thoroughly)
            keys = self._keys(prepared)
            prepared.stage.let_go()
            del library, read
            site = Tree(site_dir, self._state.site)
            rendered, written = self._render(prepared, site, keys, thoroughly=thoroughly)
            others = (
                self._state.complete if (self._state.request, self._state.snapshot) == (request, now) else ()
            )
            self._state.complete = {*self._wanted, *others}
            self._state.request, self._state.snapshot = request, now
            self._state.site_dir = str(site_dir)
            self._prune(prepared)
            save_state(self._memory, self._state)
            self._moving.unlink(missing_ok=True)
        finally:
            gc.enable()
        pages = sum(len(prepared.stage.pages[language]) for language in self._wanted)
        return Built(site_dir, pages, rendered, written, tuple(grown))

    def _render(
        self, prepared: Prepared, site: Tree, keys: dict[str, dict[str, str]], *, thoroughly: bool
    ) -> tuple[int, int]:
        stale: list[Task] = []
        for language in self._wanted:
            files = [
                file
                for file in prepared.stage.pages[language]
                if not site.holds(output_of(language, file), keys[language][file])
                or file not in self._state.anchors.get(language, {})
            ]
            stale.extend(
                (language, tuple(files[start : start + PART])) for start in range(0, len(files), PART)
            )
        waiting = self._memory.with_suffix(".waiting")
        shutil.rmtree(waiting, ignore_errors=True)
        waiting.mkdir(parents=True)
        (prepared.cache / "markdown").mkdir(exist_ok=True)
        total = sum(len(files) for _, files in stale)
        done = 0
        results: dict[str, dict[str, Result]] = {language: {} for language in self._wanted}
        for language, part in work(
            prepared, site, waiting, stale, self._jobs if total > WORTH_A_PROCESS else 1
        ):
            results[language].update((result.file, result) for result in part)
            done += len(part)
            self._report(done, total)
        self._check(prepared, results)
        self._moving.touch()
        written = self._publish(prepared, site, keys, results, thoroughly=thoroughly)
        shutil.rmtree(waiting, ignore_errors=True)
        return total, written

    def _keys(self, prepared: Prepared) -> dict[str, dict[str, str]]:
        """Gives a hash of everything that decides each page."""
        import msgspec

        return {
            language: {
                file: digest_of(
                    prepared.theme[language].encode()
                    + page.markdown.encode()
                    + msgspec.json.encode({**page.document, "strings": None})
                )
                for file, page in prepared.stage.pages[language].items()
            }
            for language in self._wanted
        }

    def _check(self, prepared: Prepared, results: dict[str, dict[str, Result]]) -> None:
        """Raises what MkDocs warned of, and links to anchors that are not there.

        Anchors are looked up in all pages of the language, because a page that was not rendered now may
        point at one that was.
        """
        problems: list[Problem] = []
        for language in self._wanted:
            pages = prepared.stage.pages[language]
            anchors = self._state.anchors.setdefault(language, {})
            links = self._state.links.setdefault(language, {})
            for file, result in results[language].items():
                anchors[file] = result.anchors
                links[file] = result.links
                problems.extend(_link_problem(pages[file], warning) for warning in result.warnings)
            for gone in [file for file in anchors if file not in pages]:
                del anchors[gone]
                del links[gone]
            known = {file: frozenset(found) for file, found in anchors.items()}
            for file, found in links.items():
                for target, anchor, link in found:
                    if target in known and anchor not in known[target]:
                        problems.append(
                            Problem(
                                pages[file].source or file,
                                0,
                                "broken-anchor",
                                f"the link '{link}' points at an anchor that is not there.",
                                f"Give a heading {{#{anchor}}}, or correct the link.",
                            )
                        )
        if problems:
            # A fallback repeats what is wrong with its Swedish text: say it once.
            raise ProblemsFound(set(problems))

    def _publish(
        self,
        prepared: Prepared,
        site: Tree,
        keys: dict[str, dict[str, str]],
        results: dict[str, dict[str, Result]],
        *,
        thoroughly: bool,
    ) -> int:
        """Moves everything into place and removes what does not belong; gives the number of files touched."""
        from courseware.site.whole import whole_site

        written = 0
        for language, found in results.items():
            for file, result in found.items():
                path = output_of(language, file)
                if result.spare:
                    site.adopt(path, Path(result.spare), keys[language][file], result.digest)
                    written += 1
                else:
                    site.confirm(path, keys[language][file])
        keep: set[str] = set()
        for language, pages in prepared.stage.pages.items():
            prefix = language_prefix(language)
            for file, page in pages.items():
                keep.add(output_of(language, file))
                for name, data in page.files.items():
                    path = f"{prefix}{address_of(file)}{name}"
                    keep.add(path)
                    written += site.write(path, data)
        written += self._index(prepared, site, results, keep)
        others = {prepared.assets.address(path): data for path, data in prepared.assets.files.items()}
        for path, data in {**others, **prepared.stage.shared, **whole_site(prepared)}.items():
            keep.add(path)
            written += site.write(path, data)
        return written + site.sweep(keep, thoroughly=thoroughly)

    def _index(
        self, prepared: Prepared, site: Tree, results: dict[str, dict[str, Result]], keep: set[str]
    ) -> int:
        """Makes the search of each language whose texts changed; gives the number of files touched."""
        from concurrent.futures import ThreadPoolExecutor

        from courseware.site.search import index_files, kept_files

        stale: dict[str, SearchMemory] = {}
        keys: dict[str, str] = {}
        for language in CODES:
            there = kept_files(language, site.ledger)
            whole = bool(there) and all(site.digest(path) for path in there)
            if language in self._wanted and (results[language] or not whole):
                memory = self._texts(prepared, site, language, results[language])
                keys[language] = self._search_key(prepared, language, memory)
                if not whole or self._state.search.get(language) != keys[language]:
                    stale[language] = memory
            if language not in stale:
                keep.update(there)

        def search(language: str) -> dict[str, bytes]:
            memory = stale[language]
            swedish = self._swedish(prepared, language)
            return index_files(language, memory.pages, memory.words(), swedish, memory.common())

        written = 0
        with ThreadPoolExecutor(self._jobs) as pool:
            for language, files in zip(stale, pool.map(search, stale), strict=True):
                for path, data in files.items():
                    keep.add(path)
                    written += site.write(path, data)
                self._state.search[language] = keys[language]
        return written

    def _texts(
        self, prepared: Prepared, site: Tree, language: str, results: Mapping[str, Result]
    ) -> SearchMemory:
        """Gives the searched texts of a language as they are now."""
        from courseware.site.search import is_searched
        from courseware.site.search_memory import SearchMemory
        from courseware.site.search_text import search_text
        from courseware.site.stage import PAGES_FOLDER, read_documents

        memory = SearchMemory(prepared.cache / "search" / language)
        searched = {
            file for file, page in prepared.stage.pages[language].items() if is_searched(page.document)
        }
        for file, result in results.items():
            if result.searched and file in searched:
                memory.put(file, Path(result.searched).read_bytes(), result.words)
        memory.keep(searched)
        missing = memory.missing(searched)
        if missing:  # Rendered by an earlier build that did not come so far.
            documents = read_documents(prepared.settings.root / PAGES_FOLDER, language)
            for file in missing:
                published = (site.folder / output_of(language, file)).read_bytes()
                memory.put(file, *search_text(published, documents[file]).packed())
        memory.save()
        return memory

    def _swedish(self, prepared: Prepared, language: str) -> list[str]:
        from courseware.site.search import swedish_only

        return swedish_only({file: page.document for file, page in prepared.stage.pages[language].items()})

    def _search_key(self, prepared: Prepared, language: str, memory: SearchMemory) -> str:
        parts = (memory.key(), *self._swedish(prepared, language), prepared.salt)
        return digest_of("\0".join(parts).encode())

    def _prune(self, prepared: Prepared) -> None:
        """Drops remembered Markdown that is older than anything still in use, once there is much of it."""
        folder = prepared.cache / "markdown"
        entries = list(os.scandir(folder))
        pages = sum(len(pages) for pages in prepared.stage.pages.values())
        if len(entries) <= 4 * pages:
            return
        entries.sort(key=lambda entry: entry.stat().st_mtime_ns)
        for entry in entries[: len(entries) - 2 * pages]:
            Path(entry.path).unlink(missing_ok=True)


def _link_problem(page: StagedPage, warning: str) -> Problem:
    from courseware.site.markup import ACTIVE

    if warning.startswith(ACTIVE):
        hint = "Say it in Markdown; in an example of code, put it between backticks."
        return Problem(page.source or page.file, 0, "active-html", warning.removeprefix(ACTIVE), hint)
    message = warning.removeprefix(f"Doc file '{page.language}/{page.file}' contains ")
    message, _, hint = message.replace(f"'{page.language}/", "'").partition(" Did you mean")
    return Problem(page.source or page.file, 0, "broken-link", message, f"Did you mean{hint}" if hint else "")


def _today() -> dt.date:
    from zoneinfo import ZoneInfo

    return dt.datetime.now(ZoneInfo("Europe/Stockholm")).date()
