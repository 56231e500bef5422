import sys
import threading

from pwa.telling import telling


def test_what_is_told_of_long_work_takes_no_thread(monkeypatch, capsys):
    """While there is another one, no process is forked, and one makes the whole release."""
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    before = threading.active_count()
    with telling("Making the release"):
        assert threading.active_count() == before
    assert "Making the release" in capsys.readouterr().err
