"""The browser's modules without a page: codes, grading, keys, statements and plurals as Python has them."""

from __future__ import annotations

import json
import uuid
from itertools import chain, product
from typing import Any

import pytest
from browser.lab import BASE, CODE, MODULE, ROOT, VERSION, Lab, quiz_markup
from playwright.sync_api import BrowserContext, Page

from courseware.content.grade import grade
from courseware.receipts.statements import check_statement, decode_statement
from courseware.site.quiz_form import decode_key
from courseware.site.theme import without_comments
from courseware.strings import load_strings

pytestmark = pytest.mark.browser
VECTORS = ROOT / "tests" / "vectors"


@pytest.fixture
def run(browser_page: Page, lab: Lab) -> Any:
    """Runs a piece of script with the modules at hand."""
    browser_page.goto(f"{lab.url}/")

    def call(module: str, script: str, given: Any = None) -> Any:
        return browser_page.evaluate(
            f"async (given) => {{ const m = await import('/assets/js/lib/{module}.js'); {script} }}", given
        )

    return call


def test_codes_are_read_as_in_python(run: Any) -> None:
    vectors = json.loads((VECTORS / "codes.json").read_text("utf-8"))
    read = run(
        "codes",
        "return given.map((typed) => m.readCode(typed))",
        [each["typed"] for each in vectors["valid"]],
    )
    assert [each.get("code") for each in read] == [each["code"] for each in vectors["valid"]]
    wrong = run(
        "codes",
        "return given.map((typed) => m.readCode(typed))",
        [each["typed"] for each in vectors["invalid"]],
    )
    assert [each.get("fault") for each in wrong] == [each["fault"] for each in vectors["invalid"]]
    separators = run("codes", "return m.readCode(given)", vectors["separators"].join(CODE.replace("-", "")))
    assert separators == {"code": CODE}


def test_every_single_slip_in_a_code_is_seen(run: Any) -> None:
    alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
    plain = CODE.replace("-", "")
    slips = [plain[:i] + sign + plain[i + 1 :] for i in range(14) for sign in alphabet if sign != plain[i]]
    slips += [
        plain[:i] + plain[i + 1] + plain[i] + plain[i + 2 :] for i in range(13) if plain[i] != plain[i + 1]
    ]
    assert set(run("codes", "return given.map((typed) => m.readCode(typed).fault)", slips)) == {"check"}


def test_answers_are_graded_as_in_python(run: Any) -> None:
    """Every response over three answers, in every order, for every kind and every key."""
    positions = range(3)
    responses = [list(each) for each in chain.from_iterable(product(positions, repeat=n) for n in range(4))]
    cases = [("single", [n], response) for n in positions for response in responses]
    cases += [("multiple", key, response) for key in ([0], [2], [0, 2], [0, 1, 2]) for response in responses]
    cases += [("sequence", [0, 1, 2], response) for response in responses]
    cases += [
        ("sequence", list(range(12)), list(range(12))),
        ("sequence", list(range(12)), [0, 1, 10, 11, *range(2, 10)]),
    ]
    script = "return given.map(([kind, correct, response]) => m.isRight(kind, correct, response))"
    assert run("grade", script, cases) == [grade(*case) for case in cases]


def test_shared_grading_vectors(run: Any) -> None:
    vectors = json.loads((VECTORS / "grading.json").read_text("utf-8"))
    cases = [(each["kind"], each["correct"], each["response"], each["right"]) for each in vectors["grade"]]
    script = "return given.map(([kind, correct, response]) => m.isRight(kind, correct, response))"
    assert run("grade", script, cases) == [each[3] for each in cases]


def test_shared_quiz_vectors(run: Any) -> None:
    vectors = json.loads((VECTORS / "grading.json").read_text("utf-8"))["quiz"]
    script = """return given.map(({ questions, responses }) => {
        const isRight = ({ id, kind, correct }) => m.isRight(kind, correct, responses[id] ?? []);
        const right = questions.filter(isRight).length;
        return [right, m.percent(right, questions.length)];
    })"""
    assert run("grade", script, vectors) == [[each["right"], each["score"]] for each in vectors]


def test_percent_is_rounded_down(run: Any) -> None:
    pairs = [(right, total) for total in range(1, 31) for right in range(total + 1)]
    assert run("grade", "return given.map(([a, b]) => m.percent(a, b))", pairs) == [
        100 * a // b for a, b in pairs
    ]
    assert run("grade", "return m.percent(0, 0)") == 0


def test_key_is_decoded(run: Any) -> None:
    key = quiz_markup().key
    assert run("key", "return m.decodeKey(given)", json.loads(key)) == decode_key(key)


def test_statements_are_those_of_the_shared_vectors(run: Any) -> None:
    vectors = json.loads((VECTORS / "statements.json").read_text("utf-8"))
    at = vectors["valid"][0]["statement"]["timestamp"]
    done = {"at": at, "version": VERSION, "lang": "sv", "code": CODE}
    names = [f"q{n}" for n in range(1, 11)]

    def attempt(number: str, wrong: list[str], answers: dict[str, list[int]]) -> dict[str, Any]:
        all_answers = {name: answers.get(name, [0]) for name in names}
        right = [name for name in names if name not in wrong]
        return {
            **done,
            "id": f"00000000-0000-4000-8000-0000000000{number}",
            "answers": all_answers,
            "right": right,
            "score": 10 * len(right),
            "passed": len(right) >= 8,
        }

    given = {
        "lesson": {**done, "id": "00000000-0000-4000-8000-0000000000b1"},
        "passed": attempt("a1", ["q3"], {"q1": [2], "q2": [0, 2], "q3": [2, 0, 1, 3]}),
        "failed": attempt("a2", names[3:], {}),
    }
    made = run(
        "statements",
        f"""const make = m.makeStatements({BASE!r}); return JSON.parse(JSON.stringify([
            ...make.lesson("{MODULE}/lesson-1-flag", given.lesson), ...make.attempt("{MODULE}", given.passed),
            ...make.attempt("{MODULE}", given.failed), ...make.part("{MODULE}", given.lesson)]))""",
        given,
    )
    assert len({each["id"] for each in made}) == len(made) == 1 + 11 + 11 + 1
    for each in made:
        check_statement(decode_statement(json.dumps(each)))
    bare = [{name: value for name, value in each.items() if name != "id"} for each in made]
    wanted = {each["what"]: each["statement"] for each in vectors["valid"]}
    missing = [
        what
        for what, statement in wanted.items()
        # Our form asks for an answer to every question, so an empty one is never made.
        if what != "a question without any answer"
        and {n: v for n, v in statement.items() if n != "id"} not in bare
    ]
    assert missing == []


def test_statement_ids_are_fixed_by_deed_and_code(run: Any) -> None:
    """Made again on another device they are the same; for another code, verb or question they differ."""
    script = f"""const make = m.makeStatements({BASE!r});
        const done = ([id, code]) => ({{ id, code, at: "x", version: "v", lang: "sv" }});
        return given.flatMap((deed) => make.lesson("a/b", done(deed)).map((statement) => statement.id))"""
    deeds = [(str(uuid.uuid4()), code) for _ in range(200) for code in (CODE, "NANAN-ABTY3-9WC1")]
    ids = run("statements", script, deeds)
    assert ids == run("statements", script, deeds)
    assert len(set(ids)) == 400
    for each in ids:
        assert str(uuid.UUID(each)) == each
        assert uuid.UUID(each).version == 4
        assert uuid.UUID(each).variant == uuid.RFC_4122
    assert not set(ids) & {deed for deed, _ in deeds}


def test_a_forgotten_code_cannot_be_read_from_its_mark(run: Any) -> None:
    marks = run("statements", "return given.map((code) => m.fingerprint(code))", [CODE, "NANAN-ABTY3-9WC1"])
    assert marks[0] != marks[1]
    assert not any(part in marks[0].upper() for part in CODE.split("-"))


def test_uuid_also_over_plain_http(browser_context: BrowserContext, lab: Lab) -> None:
    """On a school's own network the site may be plain http, where randomUUID is absent."""
    page = browser_context.new_page()

    def answer(route: Any) -> None:
        status, kind, body = lab.file(route.request.url.removeprefix("http://lan.example"))
        route.fulfill(status=status, content_type=kind, body=body)

    page.route("http://lan.example/**", answer)
    page.goto("http://lan.example/")
    assert page.evaluate("[isSecureContext, typeof crypto.randomUUID, typeof navigator.locks]") == [
        False,
        "undefined",
        "undefined",
    ]
    made = page.evaluate(
        "import('/assets/js/lib/statements.js').then((m) => Array.from({length: 500}, m.uuid))"
    )
    assert len(set(made)) == 500
    assert all(uuid.UUID(each).version == 4 and str(uuid.UUID(each)) == each for each in made)


@pytest.mark.parametrize("language", ["sv", "en", "lt", "pl", "lv"])
def test_plurals_are_chosen_as_in_python(browser_page: Page, lab: Lab, language: str) -> None:
    browser_page.goto(f"{lab.url}/")
    table = {f"x.{form}": f"{form} {{count}}" for form in ("one", "few", "many", "other", "zero")}
    from courseware.strings import Strings

    strings = Strings(language, table)
    counts = [0, 1, 2, 3, 5, 10, 11, 12, 21, 22, 25, 101, 111]
    made = browser_page.evaluate(
        """async ([table, language, counts]) => {
            const { tn } = (await import('/assets/js/lib/strings.js')).makeStrings(table, language);
            return counts.map((count) => tn('x', count));
        }""",
        [table, language, counts],
    )
    assert made == [strings.count("x", count) for count in counts]


def test_texts_that_the_scripts_use_exist(project_root: Any) -> None:
    """Every literal key in the scripts has a Swedish and an English text."""
    import re

    scripts = "\n".join(path.read_text("utf-8") for path in (ROOT / "overrides/assets/js").rglob("*.js"))
    used = set(re.findall(r'\bt\("([a-z-]+\.[a-z-]+)"', scripts))
    used |= {f"quiz-form.{key}" for key in re.findall(r'\bq\("([a-z-]+)"', scripts)}
    used |= {f"progress-page.{key}" for key in re.findall(r'\bp\("([a-z-]+)"', scripts)}
    explorer = (ROOT / "overrides/assets/js/rate-explorer.js").read_text("utf-8")
    used |= {f"rates.{key}" for key in re.findall(r'\br\("([a-z-]+)"', explorer)}
    plural = set(re.findall(r'\btn\("([a-z-]+\.[a-z-]+)"', scripts))
    plural |= {f"progress-page.{key}" for key in re.findall(r'\bpn\("([a-z-]+)"', scripts)}
    assert len(used) > 50
    assert len(plural) > 8
    for language in ("sv", "en"):
        strings = load_strings(ROOT, language)
        assert [key for key in used if key not in strings] == []
        assert [key for key in plural if f"{key}.other" not in strings or f"{key}.one" not in strings] == []


def test_scripts_of_a_quiz_page_stay_small(browser_page: Page, lab: Lab) -> None:
    """Summed file by file with gzip -9, as a first view fetches them."""
    import gzip

    sizes: dict[str, int] = {}
    browser_page.on(
        "response",
        lambda answer: (
            sizes.update(
                {
                    answer.url.rsplit("/js/", 1)[1]: len(
                        gzip.compress(without_comments("a.js", answer.body()), 9)
                    )
                }
            )
            if "/js/" in answer.url
            else None
        ),
    )
    browser_page.goto(f"{lab.url}/modules/{MODULE}/quiz/", wait_until="networkidle")
    assert "quiz-form.js" in sizes
    assert "progress-page.js" not in sizes
    assert sum(sizes.values()) <= 14_000, sizes
