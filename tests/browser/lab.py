"""A small site of its own for the elements: real scripts, invented pages, an inbox that obeys the test."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from markdown import Markdown

from courseware.content.model import Answer, Question, Quiz
from courseware.site.quiz_form import QuizMarkup, render_quiz
from courseware.strings import load_strings

if TYPE_CHECKING:
    from playwright.sync_api import Page

ROOT = Path(__file__).parents[2]
BASE = "https://fullfoljd.example/"
MODULE = "m07-early-detection"
VERSION = "0123456789abcdef"
LESSONS = ("lesson-1-flag", "lesson-2-talk")
CODE = "938NK-R0BAH-4Q8D"
OTHER_CODE = "NANAN-ABTY3-9WC1"
CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'"
)
MIME = {
    ".js": "text/javascript",
    ".css": "text/css",
    ".json": "application/json",
    ".html": "text/html",
    ".woff2": "font/woff2",
}


def question(name: str, kind: Any, heading: str, *answers: tuple[str, bool, str], **more: Any) -> Question:
    made = tuple(Answer(text, correct, comment, 1) for text, correct, comment in answers)
    fields = {"body": "", "hint": "", "explanation": "", "shuffle": kind == "sequence", **more}
    return Question(id=name, kind=kind, heading=heading, answers=made, line=1, **fields)


def make_quiz(language: str = "sv", quiz_id: str = MODULE, **options: Any) -> Quiz:
    """Gives a quiz of all three kinds; the pass mark lets one of three be wrong when it is 60."""
    return Quiz(
        id=quiz_id,
        language=language,
        title="Quiz: upptäck tidigt",
        pass_mark=options.pop("pass_mark", 80),
        options=options,
        path=f"quizzes/{language}/{quiz_id}.md",
        questions=(
            question(
                "q1",
                "single",
                "Vad gör du *först* när <b>frånvaron</b> stiger?",
                ("Väntar en termin", False, "Då hinner det bli en vana."),
                ("Ringer hem samma dag", True, "Tidigt och vänligt."),
                ("Skriver en rapport", False, ""),
                body="Eleven har varit borta tre måndagar.\n\nIngen har frågat.",
                hint="Tänk på *tiden*.",
                explanation="Skolan ska **skyndsamt** utreda.",
                shuffle=True,
            ),
            question(
                "q2",
                "multiple",
                "Vilka tecken räknas?",
                ("Sen ankomst & ströfrånvaro", True, "Ett tidigt tecken."),
                ("Skonummer", False, "Säger inget."),
                ("Betyget F", True, "Ett sent tecken."),
            ),
            question(
                "q3",
                "sequence",
                "Ordna arbetet",
                ("Se", True, ""),
                ("Fråga", True, "Först när du har sett."),
                ("Göra", True, ""),
                ("Följa upp", True, ""),
            ),
        ),
    )


def to_html(text: str) -> str:
    return Markdown().convert(text)


def quiz_markup(
    language: str = "sv",
    quiz_id: str = MODULE,
    *,
    practice: bool = False,
    page_language: str = "",
    **options: Any,
) -> QuizMarkup:
    recorded = {} if practice else {"module": MODULE, "version": VERSION, "lessons": LESSONS}
    return render_quiz(
        make_quiz(language, quiz_id, **options),
        language=language,
        strings=load_strings(ROOT, page_language or language),
        markdown=to_html,
        key_url=f"{quiz_id}.json" if practice else "key.json",
        **recorded,  # type: ignore[arg-type]
    )


def wait_until(page: Page, holds: Callable[[], bool], seconds: float = 8) -> None:
    """Waits, while the page goes on, until something holds outside the page."""
    for _ in range(int(seconds * 20)):
        if holds():
            return
        page.wait_for_timeout(50)
    raise AssertionError("it never came to hold")


@dataclass
class Inbox:
    """What the site's inbox got, and how it is to answer."""

    posts: list[list[dict[str, Any]]] = field(default_factory=list)
    stored: dict[str, dict[str, Any]] = field(default_factory=dict)
    answer: Callable[[list[dict[str, Any]]], tuple[int, Any]] | None = None
    lock: threading.Lock = field(default_factory=threading.Lock)

    def post(self, statements: list[dict[str, Any]]) -> tuple[int, Any]:
        with self.lock:
            self.posts.append(statements)
            status, told = self.answer(statements) if self.answer else (200, None)
            if status != 200 or told is not None:
                return status, told
            self.stored.update((each["id"], each) for each in statements)
            return 200, [each["id"] for each in statements]

    @property
    def verbs(self) -> list[str]:
        return [each["verb"]["id"].rsplit("/", 1)[1] for each in self.stored.values()]

    @property
    def sent(self) -> list[str]:
        return [each["id"] for post in self.posts for each in post]


class Lab:
    """The site and its inbox, at `url`."""

    def __init__(self) -> None:
        self.inbox = Inbox()
        self.has_inbox = True
        self.pass_mark = 80
        self.version = VERSION
        self.url = ""

    def page(self, language: str, title: str, body: str, depth: int) -> str:
        root = "../" * depth or "./"
        strings = load_strings(ROOT, language)
        texts: dict[str, str] = {}
        for prefix in (
            "device",
            "quiz-form",
            "lesson-done",
            "module-progress",
            "path-progress",
            "continue-link",
            "progress-page",
        ):
            texts |= strings.subset(f"{prefix}.")
        return (
            f'<!doctype html><html lang="{language}"><head><meta charset="utf-8">'
            f"<title>{escape(title)}</title>"
            f'<meta http-equiv="Content-Security-Policy" content="{CSP}">'
            '<meta name="viewport" content="width=device-width,initial-scale=1">'
            f'<meta name="courseware" data-lang="{language}" data-root="{root}" data-iri-base="{BASE}"'
            f' data-inbox="{"/xapi/statements" if self.has_inbox else ""}">'
            f'<link rel="icon" href="data:,"><link rel="stylesheet" href="{root}assets/css/shell.css">'
            f'<link rel="stylesheet" href="{root}assets/css/quiz.css"></head>'
            f'<body><main id="main"><h1>{escape(title)}</h1>{body}</main>'
            f'<script type="application/json" id="strings">{json.dumps(texts)}</script>'
            f'<script type="module" src="{root}assets/js/main.js"></script></body></html>'
        )

    def render(self, path: str) -> str | bytes | None:
        """Gives the page or file at a path, None when there is none."""
        parts = [part for part in path.split("/") if part]
        depth = len(parts)
        language = parts.pop(0) if parts and parts[0] in ("en", "lv") else "sv"
        below = "/".join(parts)
        lessons = " ".join(LESSONS)
        part = f'data-module="{MODULE}" data-version="{self.version}" data-lessons="{lessons}"'
        title, body = below, ""
        if below in (f"modules/{MODULE}/quiz/key.json", f"modules/{MODULE}/quiz"):
            markup = quiz_markup("en" if language == "en" else "sv", pass_mark=self.pass_mark)
            if below.endswith("json"):
                return markup.key
            title, body = "Quiz: upptäck tidigt", markup.html.replace(VERSION, self.version)
        elif below == "fallback":
            title, body = "Frågor", quiz_markup("sv", "sv-quiz", practice=True, page_language=language).html
        elif below == "fallback/sv-quiz.json":
            return quiz_markup("sv", "sv-quiz", practice=True).key
        elif below in ("two", "two/one.json", "two/other.json"):
            one = quiz_markup(quiz_id="one", practice=True)
            other = quiz_markup(quiz_id="other", practice=True, shuffleQuestions=True)
            if below.endswith("json"):
                return one.key if "one" in below else other.key
            title, body = "Två övningar", one.html + other.html
        elif below in (f"modules/{MODULE}/{lesson}" for lesson in LESSONS):
            lesson = parts[-1]
            title, body = (
                f"Lektion {LESSONS.index(lesson) + 1}",
                f'<lesson-done {part} data-lesson="{lesson}"'
                + (
                    f' data-next-url="../{LESSONS[1]}/" data-next-title="Lektion 2" data-next-lang="sv"'
                    if lesson == LESSONS[0]
                    else ""
                )
                + "></lesson-done>",
            )
        elif below == f"modules/{MODULE}":
            rows = "".join(
                f'<li data-lesson="{name}"><a href="{name}/">{name}</a> <span class="state"></span></li>'
                for name in LESSONS
            )
            title = "Modul"
            body = (
                f"<module-progress {part}><ol>{rows}<li data-quiz><a href='quiz/'>Quiz</a>"
                " <span class='state'></span></li></ol>"
                "<p data-slot='next' hidden></p></module-progress>"
            )
        elif below == "roles/principal":
            title = "Rektor"
            body = (
                "<path-progress data-role='principal'><p data-slot='next'><a href='#x'>Börja</a></p><ol>"
                f"<li {part}><a href='../../modules/{MODULE}/'>Tidig upptäckt</a></li></ol></path-progress>"
            )
        elif below == "progress":
            lesson = f'<li data-lesson="{LESSONS[0]}"><a href="x" lang="en">First lesson</a></li>'
            rows = f'<ul><li data-module="{MODULE}"><a href="y">Tidig upptäckt</a><ul>{lesson}</ul></li></ul>'
            title, body = "Mitt arbete", f"<progress-page>{rows}</progress-page>"
        elif not below:
            title, body = "Start", "<continue-link hidden></continue-link>"
        else:
            return None
        return self.page(language, title, body, depth)

    def file(self, path: str) -> tuple[int, str, bytes]:
        """Gives status, type and bytes of whatever a browser asks for."""
        if path.startswith("/assets/"):
            file = ROOT / "overrides" / path.removeprefix("/")
            return (
                (200, MIME.get(file.suffix, "text/plain"), file.read_bytes())
                if file.is_file()
                else (404, "text/plain", b"")
            )
        made = self.render(path)
        if made is None:
            return 404, "text/html", b"<!doctype html><title>404</title>"
        if isinstance(made, bytes):
            return 200, MIME[".json"], made
        return 200, "text/html; charset=utf-8", made.encode()


@contextmanager
def serve_lab() -> Iterator[Lab]:
    """Serves a lab on a free port."""
    lab = Lab()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_: object) -> None:
            """Keeps quiet."""

        def reply(self, status: int, kind: str, body: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Cache-Control", "no-store")
            self.end_headers()
            self.wfile.write(body)

        def do_GET(self) -> None:
            self.reply(*lab.file(urlsplit(self.path).path))

        def do_POST(self) -> None:
            data = self.rfile.read(int(self.headers["Content-Length"]))
            assert len(data) < 1_048_576
            assert self.headers["X-Experience-API-Version"] == "1.0.3"
            status, told = lab.inbox.post(json.loads(data))
            body = told.encode() if isinstance(told, str) else json.dumps(told).encode()
            self.reply(status, "text/html" if isinstance(told, str) else MIME[".json"], body)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    lab.url = f"http://127.0.0.1:{server.server_address[1]}"
    yield lab
    server.shutdown()
    server.server_close()
    thread.join(5)
