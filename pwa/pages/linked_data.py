"""What a section's page tells search engines of its review, in the words of schema.org.

Only where a review holds is there anything to tell: a page that nobody reviewed makes no claim.
A block of JSON-LD is data, which no policy for scripts concerns (HTML, “prepare the script
element”, and CSP 3 §4.2.3 after it).
"""

import json
from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from pwa.addresses import Addresses
from pwa.pages.views import SectionView, Shown, SignatureView

# In a script element `<` could end it or begin a comment, whatever stands around it.
_ESCAPES = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"})


def linked_data(
    section: SectionView,
    *,
    locale: str,
    source_locale: str,
    publication: Shown,
    addresses: Addresses,
) -> Markup | None:
    """Return the JSON-LD of a section's page; None where no review of what it shows holds."""
    review = section.signed.get("review")
    if review is None or not review.holds or not _is_whole(section):
        return None
    page = {
        "@context": "https://schema.org",
        "@type": "MedicalWebPage",
        "name": section.title.text,
        "url": addresses.absolute(section.url),
        "inLanguage": locale,
        "isPartOf": _site(publication, addresses.absolute(addresses.cover(locale))),
        "lastReviewed": review.record.at[:10],
        **_by("reviewedBy", review),
        **(_of_translation(section, source_locale, addresses) if not section.is_source else {}),
    }
    text = json.dumps(page, ensure_ascii=False, separators=(",", ":"))
    return Markup(text.translate(_ESCAPES))  # noqa: S704 - nothing in it ends the element


def _is_whole(section: SectionView) -> bool:
    """Whether the page shows the very text that a signature on it is about, and all of it."""
    return section.state.is_complete and (section.is_source or section.shown == "translation")


def _site(publication: Shown, url: str) -> Mapping[str, str]:
    return {"@type": "WebSite", "name": publication.text, "url": url}


def _of_translation(
    section: SectionView, source_locale: str, addresses: Addresses
) -> Mapping[str, Any]:
    """What it is a translation of and, where a person made all of it, by whom."""
    original = {
        "@type": "WebPage",
        "url": addresses.absolute(section.source_url),
        "inLanguage": source_locale,
    }
    signed = section.signed.get("translation")
    if signed is None or not signed.holds or section.state.origin != "human":
        return {"translationOfWork": original}
    return {"translationOfWork": original, **_by("translator", signed)}


def _by(role: str, signed: SignatureView) -> Mapping[str, Any]:
    """Who did it; of somebody whose name is withheld, only as what."""
    if not (signed.name or signed.credential):
        return {}
    credential = {"@type": "EducationalOccupationalCredential", "name": signed.credential}
    named = {"name": signed.name} if signed.name else {}
    held = {"hasCredential": credential} if signed.credential else {}
    return {role: {"@type": "Person", **named, **held}}
