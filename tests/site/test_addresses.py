from __future__ import annotations

import pytest

from courseware.site.addresses import address_of, language_prefix, output_of, up_to_root


@pytest.mark.parametrize(
    ("file", "address"),
    [
        ("index.md", ""),
        ("about.md", "about/"),
        ("roles/principal.md", "roles/principal/"),
        ("modules/index.md", "modules/"),
        ("modules/m07-early-detection/index.md", "modules/m07-early-detection/"),
        ("modules/m07-early-detection/lesson-1-flag.md", "modules/m07-early-detection/lesson-1-flag/"),
    ],
)
def test_address(file: str, address: str) -> None:
    assert address_of(file) == address


def test_swedish_is_at_the_root_and_the_others_below() -> None:
    assert (language_prefix("sv"), language_prefix("lv")) == ("", "lv/")
    assert output_of("sv", "index.md") == "index.html"
    assert output_of("lv", "roles/teacher.md") == "lv/roles/teacher/index.html"


@pytest.mark.parametrize(("address", "way"), [("", "."), ("lv/", ".."), ("lv/modules/m01/", "../../..")])
def test_way_to_the_root(address: str, way: str) -> None:
    assert up_to_root(address) == way
