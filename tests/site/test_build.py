from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from site_project import tree

from courseware.errors import CoursewareError, ProblemsFound
from courseware.site.build import build_site

CleanBuild = Callable[[Path], dict[str, bytes]]


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{path.name} no longer holds {old!r}"
    path.write_text(text.replace(old, new), encoding="utf-8")


def change_body(root: Path) -> None:
    edit(root / "modules/sv/m01-mandate/lesson-1-chain.md", "Text om kedjan.", "Annan text om kedjan.")


def change_title(root: Path) -> None:
    edit(root / "modules/sv/m01-mandate/lesson-2-law.md", "title: Lagen", "title: Skollagen")


def change_role_title(root: Path) -> None:
    edit(root / "docs/en/roles/teacher.md", "title: Teacher", "title: Schoolteacher")


def add_page(root: Path) -> None:
    text = "---\ntitle: Tredje\nsummary: Ny.\nminutes: 5\n---\nText till [om oss](../../about.md#kontakt).\n"
    (root / "modules/sv/m01-mandate/lesson-3-new.md").write_text(text, encoding="utf-8")


def remove_page(root: Path) -> None:
    (root / "modules/sv/m02-why/lesson-1-why.md").unlink()


def remove_module(root: Path) -> None:
    shutil.rmtree(root / "modules/sv/m02-why")


def add_translation(root: Path) -> None:
    text = (
        "---\ntitle: Par mums\nsummary: Kas.\ntranslation: machine\n---\n## Kontakti {#kontakt}\n\nTeksts.\n"
    )
    target = root / "docs/lv/about.md"
    target.parent.mkdir(parents=True)
    target.write_text(text, encoding="utf-8")


def remove_translation(root: Path) -> None:
    (root / "modules/en/m01-mandate/lesson-1-chain.md").unlink()


def change_string(root: Path) -> None:
    edit(
        root / "overrides/strings/en.yml",
        '"shell.skip": "Skip to content"',
        '"shell.skip": "Jump to the text"',
    )


def change_template(root: Path) -> None:
    edit(root / "overrides/partials/footer.html", "<footer", '<footer data-new="1"')


def change_style(root: Path) -> None:
    with (root / "overrides/assets/css/shell.css").open("a", encoding="utf-8") as style:
        style.write("\n.new { margin: 0 }\n")


def change_quiz(root: Path) -> None:
    edit(root / "quizzes/sv/m01-mandate.md", "1. [ ] Rektorn", "1. [ ] Rektorn\n1. [ ] Läraren")


def change_source(root: Path) -> None:
    edit(root / "docs/data/bibliography.json", "Stödmaterial", "Vägledning")


def change_picture(root: Path) -> None:
    edit(root / "docs/assets/map.svg", 'width="1"', 'width="2"')


def change_setting(root: Path) -> None:
    edit(root / "mkdocs.yml", "https://fullfoljd.example/", "https://annan.example/")


EDITS = [
    change_body, change_title, change_role_title, add_page, remove_page, add_translation, change_string,
    change_template, change_style, change_quiz, change_source, change_picture, change_setting,
    remove_translation, remove_module,
]  # fmt: skip


def test_build_after_each_kind_of_edit_is_that_of_a_clean_one(project: Path, clean_build: CleanBuild) -> None:
    build_site(project)
    before = tree(project / "site")
    for change in EDITS:
        change(project)
        built = build_site(project)
        after = tree(project / "site")
        assert after != before, f"{change.__name__} shows nowhere"
        assert built.written > 0, change.__name__
        expected = clean_build(project)
        assert sorted(after) == sorted(expected), change.__name__
        different = [path for path in expected if after[path] != expected[path]]
        assert different == [], change.__name__
        before = after


def test_plain_mkdocs_gives_the_same_bytes_and_says_nothing(project: Path) -> None:
    build_site(project)
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "mkdocs",
            "build",
            "--strict",
            "--quiet",
            "--site-dir",
            str(project / "plain"),
        ],
        cwd=project,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stderr + done.stdout == ""
    ours, plain = tree(project / "site"), tree(project / "plain")
    assert sorted(ours) == sorted(plain)
    assert [path for path in ours if ours[path] != plain[path]] == []


def test_plain_mkdocs_gives_the_same_bytes_where_the_address_is_known(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SITE_URL", "https://skola.example/kurs/")
    build_site(project)
    subprocess.run(
        [
            sys.executable,
            "-m",
            "mkdocs",
            "build",
            "--strict",
            "--quiet",
            "--site-dir",
            str(project / "plain"),
        ],
        cwd=project,
        check=True,
    )
    assert tree(project / "site") == tree(project / "plain")


def test_one_process_gives_the_same_bytes_as_many(project: Path) -> None:
    build_site(project, jobs=1)
    alone = tree(project / "site")
    build_site(project, jobs=3, clean=True)
    assert tree(project / "site") == alone


def test_nothing_is_touched_where_nothing_changed(project: Path) -> None:
    build_site(project)
    times = {path: path.stat().st_mtime_ns for path in (project / "site").rglob("*")}
    built = build_site(project)
    assert (built.rendered, built.written) == (0, 0)
    assert {path: path.stat().st_mtime_ns for path in (project / "site").rglob("*")} == times


def test_a_changed_page_touches_that_page_and_its_fallbacks_only(project: Path) -> None:
    build_site(project)
    times = {path: path.stat().st_mtime_ns for path in (project / "site").rglob("*.*")}
    change_body(project)
    built = build_site(project)
    touched = {
        path.relative_to(project / "site").as_posix()
        for path, before in times.items()
        if not path.exists() or path.stat().st_mtime_ns != before
    }
    # Only Swedish has other words to search than before.
    searched = {path for path in touched if path.startswith("search-index/")}
    assert searched
    assert all(path.startswith("search-index/sv/") for path in searched)
    touched -= searched
    # The words of the page are counted where it is told how far each language has come.
    counted = {path for path in touched if path.endswith("translations/index.html")}
    assert len(counted) == 9
    touched -= counted
    page = "modules/m01-mandate/lesson-1-chain/index.html"
    # English has a translation of its own; the other seven show the Swedish text.
    assert touched == {page, *(f"{code}/{page}" for code in ("da", "de", "et", "fi", "lt", "lv", "pl"))}
    assert built.rendered == 8 + 9


def test_a_file_that_somebody_damaged_is_put_right(project: Path) -> None:
    build_site(project)
    expected = tree(project / "site")
    (project / "site/about/index.html").write_text("damaged", encoding="utf-8")
    (project / "site/lv/index.html").unlink()
    (project / "build/pages/sv/about.md").write_text("damaged", encoding="utf-8")
    build_site(project)
    assert tree(project / "site") == expected
    assert "damaged" not in (project / "build/pages/sv/about.md").read_text(encoding="utf-8")


def test_a_killed_build_leaves_a_site_that_the_next_one_puts_right(
    project: Path, clean_build: CleanBuild
) -> None:
    build_site(project)
    change_template(project)
    for delay in (0.4, 0.8, 1.2, 1.6):
        build = subprocess.Popen(
            [
                sys.executable,
                "-c",
                "from courseware.cli import main; main()",
                "--root",
                str(project),
                "build",
            ],
            start_new_session=True,
        )
        time.sleep(delay)
        os.killpg(build.pid, signal.SIGKILL)
        build.wait()
        change_title_again(project, delay)
    build_site(project)
    assert tree(project / "site") == clean_build(project)


def change_title_again(root: Path, number: float) -> None:
    path = root / "docs/sv/about.md"
    path.write_text(path.read_text(encoding="utf-8") + f"\nRad {number}.\n", encoding="utf-8")


def test_files_that_nobody_wrote_down_are_swept_after_an_interruption(project: Path) -> None:
    build_site(project)
    expected = tree(project / "site")
    (project / "site/left-over").mkdir()
    (project / "site/left-over/index.html").write_text("old", encoding="utf-8")
    for memory in (project / "build/cache").glob("*.state"):
        memory.with_suffix(".moving").touch()
    build_site(project)
    assert tree(project / "site") == expected


def test_a_broken_link_stops_the_build_and_leaves_the_old_site(project: Path) -> None:
    build_site(project)
    before = tree(project / "site")
    edit(project / "docs/sv/about.md", "(index.md)", "(indexx.md)")
    edit(project / "modules/sv/m01-mandate/lesson-2-law.md", "{#skyldighet}", "{#plikt}")
    with pytest.raises(ProblemsFound) as caught:
        build_site(project)
    found = {(problem.path, problem.code) for problem in caught.value.problems}
    assert found == {
        ("docs/sv/about.md", "broken-link"),
        ("modules/sv/m01-mandate/lesson-1-chain.md", "broken-anchor"),
        ("modules/en/m01-mandate/lesson-1-chain.md", "broken-anchor"),
    }
    assert tree(project / "site") == before
    with pytest.raises(ProblemsFound):  # Still there: what is wrong is never remembered as right.
        build_site(project)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("<script>alert(1)</script>", True),
        ("```\n<script>alert(1)</script>", False),  # A fence without an end is none to Markdown.
        ("A ` here.\n\n<img src=x onerror=alert(1)>\n\nA ` there.", False),
        ("<!--> <script>alert(1)</script> -->", False),
    ],
)
def test_active_html_stops_the_build_however_it_is_hidden(project: Path, text: str, line: bool) -> None:
    build_site(project, jobs=1)
    before = tree(project / "site")
    page = project / "modules/sv/m01-mandate/lesson-1-chain.md"
    page.write_text(page.read_text(encoding="utf-8") + f"\n\n{text}\n", encoding="utf-8")
    with pytest.raises(ProblemsFound) as found:
        build_site(project, jobs=1)
    codes = {(problem.code, problem.path, problem.line > 0) for problem in found.value.problems}
    assert ("active-html", "modules/sv/m01-mandate/lesson-1-chain.md", line) in codes
    assert tree(project / "site") == before


@pytest.mark.parametrize("name", ["site", "build"])
def test_what_stands_in_the_way_is_told_and_the_next_build_puts_it_right(project: Path, name: str) -> None:
    (project / name).write_text("in the way", encoding="utf-8")
    with pytest.raises(CoursewareError, match=r"Cannot write .*Not a directory|Cannot write .*File exists"):
        build_site(project, jobs=1)
    (project / name).unlink()
    assert build_site(project, jobs=1).rendered > 0
    assert (project / "site/index.html").is_file()


def test_links_in_a_circle_are_not_followed(project: Path) -> None:
    (project / "docs/sv/loop").symlink_to(project / "docs/sv")
    (project / "docs/sv/self").symlink_to("self")
    assert build_site(project, jobs=1).pages > 0
    assert build_site(project, jobs=1).rendered == 0


def test_a_link_to_a_removed_page_is_found_though_the_linking_page_did_not_change(project: Path) -> None:
    build_site(project)
    (project / "docs/sv/worksheets/t1-chain.md").unlink()
    with pytest.raises(ProblemsFound) as caught:
        build_site(project)
    assert {problem.path for problem in caught.value.problems} == {"modules/sv/m01-mandate/lesson-1-chain.md"}


def test_some_languages_only_leave_the_others_as_they_are(project: Path, clean_build: CleanBuild) -> None:
    build_site(project)
    before = tree(project / "site")
    change_body(project)
    build_site(project, languages=["sv"])
    after = tree(project / "site")
    page = "modules/m01-mandate/lesson-1-chain/index.html"
    assert after[page] != before[page]
    assert after[f"lv/{page}"] == before[f"lv/{page}"]
    build_site(project)
    assert tree(project / "site") == clean_build(project)


def test_new_content_versions_are_written_before_the_site(project: Path) -> None:
    built = build_site(project)
    assert built.versions == ("quizzes/versions/m01-mandate.jsonl",)
    assert build_site(project).versions == ()
    change_quiz(project)
    assert build_site(project).versions == ()  # A wrong answer more decides nothing.
    edit(project / "quizzes/sv/m01-mandate.md", "passMark: 50", "passMark: 60")
    assert build_site(project).versions == ("quizzes/versions/m01-mandate.jsonl",)


def test_a_plugin_that_is_not_run_is_refused_by_name(project: Path) -> None:
    edit(project / "mkdocs.yml", "  - courseware\n", "  - courseware\n  - search\n")
    with pytest.raises(CoursewareError, match="does not run the plugin material/search"):
        build_site(project)


def test_mistakes_in_mkdocs_yml_are_told_in_its_own_words(project: Path) -> None:
    edit(project / "mkdocs.yml", "docs_dir: docs", "docs_dir: nowhere")
    with pytest.raises(CoursewareError, match=r"mkdocs.yml: .*nowhere"):
        build_site(project)
