"""Reader texts in nine languages, from overrides/strings/<lang>.yml; no reader text lives in code."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Mapping
from functools import cached_property, lru_cache
from itertools import islice, takewhile
from pathlib import Path

import yaml

from courseware.errors import CoursewareError
from courseware.languages import LANGUAGES, SOURCE

__all__ = ["STRINGS_FOLDER", "VOICES", "Strings", "load_strings", "read_strings", "strings_of"]

STRINGS_FOLDER = "overrides/strings"

VOICES = ("exchange",)
"""What is said otherwise of an exchange format than of a module's workshop begins with "exchange."."""


class Strings:
    """The texts of one language; a key the language lacks falls back to English, then Swedish.

    `courseware check` makes a missing key an error, so the fallback only serves drafts in preview.
    """

    def __init__(
        self, language: str, texts: Mapping[str, str], fallbacks: tuple[Mapping[str, str], ...] = ()
    ) -> None:
        self.language = language
        self._layers = (texts, *fallbacks)
        self._voices: dict[str, Strings] = {}

    @property
    def locale(self) -> str:
        """The locale of its dates and figures: our English is British."""
        return LANGUAGES[self.language].locale

    def __contains__(self, key: object) -> bool:
        return any(key in layer for layer in self._layers)

    def __call__(self, key: str, **values: object) -> str:
        """Gives the text of a key with its {placeholders} filled.

        Raises:
            CoursewareError: No language has the key, or a placeholder got no value.
        """
        for layer in self._layers:
            if key in layer:
                text = layer[key]
                break
        else:
            raise CoursewareError(
                f"No text '{key}' in {STRINGS_FOLDER}/{self.language}.yml. Add it in every language."
            )
        if not values and "{" not in text:
            return text
        try:
            return text.format_map(values)
        except (KeyError, ValueError, IndexError) as error:
            raise CoursewareError(
                f"{STRINGS_FOLDER}/{self.language}.yml: '{key}' has an unfilled placeholder: {error}."
            ) from error

    def count(self, key: str, count: float, **values: object) -> str:
        """Gives the plural form of a key that suits a count (CLDR: key.one, key.few, key.many, key.other)."""
        form = f"{key}.{_plural_rule(self.language)(count)}"
        shown = _grouped(count, self.language) if count >= GROUPED else count
        return self(form if form in self._layers[0] else f"{key}.other", count=shown, **values)

    def subset(self, prefix: str) -> dict[str, str]:
        """Gives every text whose key starts with a prefix, for a page's own script."""
        keys = self._keys
        start = bisect_left(keys, prefix)
        found = takewhile(lambda key: key.startswith(prefix), islice(keys, start, None))
        return {key: next(layer[key] for layer in self._layers if key in layer) for key in found}

    def voiced(self, voice: str) -> Strings:
        """Gives these texts as a voice says them: `exchange.run.end` in the place of `run.end`."""
        if not voice:
            return self
        if voice not in self._voices:
            own, *behind = ({**layer, **_said(layer, f"{voice}.")} for layer in self._layers)
            self._voices[voice] = Strings(self.language, own, tuple(behind))
        return self._voices[voice]

    @cached_property
    def _keys(self) -> list[str]:
        return sorted({key for layer in self._layers for key in layer})


def _said(layer: Mapping[str, str], start: str) -> dict[str, str]:
    return {key.removeprefix(start): text for key, text in layer.items() if key.startswith(start)}


GROUPED = 10_000
"""From here on a number in a sentence is written in groups of three; four figures are read at a glance."""


def _grouped(count: float, language: str) -> str:
    from babel.numbers import format_decimal

    return str(format_decimal(count, locale=LANGUAGES[language].locale))


@lru_cache(maxsize=32)
def _plural_rule(language: str) -> Callable[[float], str]:
    """Gives the CLDR rule of a language; loading one takes long, so only those that are asked for."""
    from babel import Locale

    return Locale.parse(language).plural_form


def read_strings(root: Path, language: str) -> dict[str, str]:
    """Gives the texts of one language's own file, empty where there is no file.

    Raises:
        CoursewareError: The file is not a flat mapping of texts.
    """
    path = root / STRINGS_FOLDER / f"{language}.yml"
    if not path.is_file():
        return {}
    try:
        data = yaml.load(path.read_bytes(), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 (safe)
    except yaml.YAMLError as error:
        raise CoursewareError(f"{STRINGS_FOLDER}/{language}.yml is not readable as YAML: {error}") from error
    if not isinstance(data, dict) or not all(
        isinstance(k, str) and isinstance(v, str) for k, v in data.items()
    ):
        raise CoursewareError(f"{STRINGS_FOLDER}/{language}.yml must be a flat mapping of quoted texts.")
    return data


def load_strings(root: Path, language: str) -> Strings:
    """Gives the texts of one language with English and Swedish behind them.

    Raises:
        CoursewareError: The folder holds no reader texts at all, so it is not a project folder.
    """
    if not (root / STRINGS_FOLDER / f"{SOURCE}.yml").is_file():
        raise CoursewareError(
            f"{root} is not the project folder: it has no {STRINGS_FOLDER}/{SOURCE}.yml. "
            "Go to the folder where mkdocs.yml stands, or name it: courseware --root FOLDER …"
        )
    behind = tuple(read_strings(root, code) for code in ("en", SOURCE) if code != language)
    return Strings(language, read_strings(root, language), behind)


@lru_cache(maxsize=32)
def strings_of(root: Path, language: str) -> Strings:
    """Gives `load_strings` once a process; for commands, which never see a file change under them."""
    return load_strings(root, language)
