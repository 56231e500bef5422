"""What several Content Security Policies allow together."""

from html import unescape

# The kinds of what a page fetches for which a policy's default-src speaks (CSP 3, §6.1), as far as
# browsers know them; and what it says beside these.
KINDS = frozenset(
    (
        "connect-src", "font-src", "frame-src", "img-src", "manifest-src", "media-src",
        "object-src", "script-src", "style-src", "worker-src",
    )
)  # fmt: skip
REST = frozenset(("base-uri", "form-action", "frame-ancestors", "sandbox"))


def allowed(*policies: str) -> dict[str, frozenset[str]]:
    """From where each kind may come: each of the policies has to allow it (CSP 3, §3.1)."""
    found: dict[str, frozenset[str]] = {}
    for policy in policies:
        said = dict(_directive(one) for one in unescape(policy).split(";") if one.strip())
        assert said.keys() <= KINDS | REST | {"default-src"}
        for kind in KINDS | REST:
            sources = said.get(kind, said.get("default-src") if kind in KINDS else None)
            if sources is not None:
                found[kind] = found.get(kind, sources) & sources
    return found


def _directive(text: str) -> tuple[str, frozenset[str]]:
    name, *sources = text.split()
    return name, frozenset(sources) - {"'none'"}
