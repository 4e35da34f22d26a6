from __future__ import annotations

from pathlib import Path

from courseware.site.outputs import public_data, sitemap


def test_sitemap_names_real_languages_only_and_ties_them_together() -> None:
    languages = {
        "sv": {"status": "source"}, "en": {"status": "machine"}, "lv": {"status": "fallback"},
        "pl": {"status": "missing"},
    }  # fmt: skip
    text = sitemap("https://a.example/b", [("x/", languages)]).decode()
    assert text.count("<loc>") == 2
    assert "<loc>https://a.example/b/en/x/</loc>" in text
    assert text.count('hreflang="sv" href="https://a.example/b/x/"') == 2
    assert "lv" not in text.replace("xmlns", "")


def test_only_what_is_meant_to_be_open_is_published(tmp_path: Path) -> None:
    data = tmp_path / "docs" / "data"
    data.mkdir(parents=True)
    for name in ("terms.csv", "ids.yml", "secret.txt"):
        (data / name).write_text(name, encoding="utf-8")
    assert public_data(tmp_path) == {"data/terms.csv": b"terms.csv"}
