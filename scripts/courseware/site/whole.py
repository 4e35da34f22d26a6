"""What only the parent of all languages writes: their 404 pages, one sitemap, one worker for no network."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courseware.languages import CODES
from courseware.site.addresses import address_of, language_prefix
from courseware.site.offline_worker import WORKER, offline_worker
from courseware.site.outputs import sitemap
from courseware.site.render import render_notfound

if TYPE_CHECKING:
    from courseware.site.prepare import Prepared

__all__ = ["whole_site"]


def whole_site(prepared: Prepared) -> dict[str, bytes]:
    """Gives the 404 page of every language, the worker that keeps run mode for when the network is gone, and,
    where the site's address is known, the sitemap.
    """
    settings = prepared.settings
    files = {
        f"{language_prefix(language)}404.html": render_notfound(
            settings, language, prepared.texts, prepared.assets, prepared.bytecode, prepared.terms
        )
        for language in CODES
    }
    files[WORKER] = offline_worker(settings.root, prepared.assets)
    if settings.site_url:
        places = {
            address_of(file): page.document["languages"]
            for language in CODES
            for file, page in prepared.stage.pages[language].items()
        }
        files["sitemap.xml"] = sitemap(settings.site_url, sorted(places.items()))
    return files
