"""Git as somebody, whatever the settings of the machine are."""

import os
import subprocess
from pathlib import Path


def git(folder: Path, *command: str, mail: str = "a@x.example") -> None:
    environ = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull}
    who = ("-c", "user.name=A", "-c", f"user.email={mail}")
    subprocess.run(["git", "-C", folder, *who, *command], env=environ, check=True)


def commit_all(folder: Path, mail: str = "a@x.example") -> None:
    """Commit all there is; where there is no repository, one begins with it."""
    for command in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "all"]):
        git(folder, *command, mail=mail)
