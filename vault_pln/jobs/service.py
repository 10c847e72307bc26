"""The service: ``watch`` started by the machine itself when its user logs in.

what to start → the text of a unit or agent → its file → the service manager told
"""

import os
import re
import sys
from dataclasses import dataclass

from vault_pln.core.outputs.units import Daemon, launchd_agent, systemd_unit
from vault_pln.edge import service
from vault_pln.edge.places import Places
from vault_pln.edge.service import Answer, Manager
from vault_pln.model.errors import VaultPlnError

_NO_MANAGER = (
    "Start 'vault-pln watch' by whatever starts programs here when you log in, for example the task scheduler or cron's"
    " @reboot."
)
_KEPT = ("VAULT_PLN_STATE", "VAULT_PLN_CACHE", "VAULT_PLN_DEVICE", "XDG_STATE_HOME", "XDG_CACHE_HOME")
"""What decides where memory is and what this device is called: as it is for who installs the service."""

Commands = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Service:
    """The service of one vault: its file and what it says, and the commands that start and stop it."""

    manager: Manager
    name: str
    path: str
    text: str
    starts: Commands
    stops: Commands
    asks: tuple[str, ...]
    shows: tuple[str, ...]


def service_of(places: Places, *, hardened: bool = True) -> Service:
    """The service of a vault on this machine; raises VaultPlnError where no service manager is known."""
    which = service.manager()
    if which is None:
        raise VaultPlnError("neither systemd nor launchd is here", _NO_MANAGER)
    if any(not mark.isprintable() for mark in places.root):
        raise VaultPlnError(f"the path of the vault '{places.root}' cannot be written into a service", _NO_MANAGER)
    key = re.sub(r"[^A-Za-z0-9_.-]", "-", os.path.basename(places.state))
    return _launchd(places, key) if which == "launchd" else _systemd(places, key, hardened=hardened)


def _daemon(places: Places, *extra: str, log: str = "") -> Daemon:
    command = (sys.executable, "-P", "-m", "vault_pln", "watch", "-v", "--vault", places.root, *extra)
    environment = {key: os.environ[key] for key in _KEPT if os.environ.get(key)}
    writes = places.root, os.path.dirname(places.state), os.path.dirname(places.cache)
    return Daemon(places.root, command, environment, tuple(dict.fromkeys(writes)), log)


def _systemd(places: Places, key: str, *, hardened: bool) -> Service:
    name = f"vault-pln-{key}.service"
    user = ("systemctl", "--user")
    return Service(
        "systemd",
        name,
        os.path.join(service.folder("systemd"), name),
        systemd_unit(_daemon(places), hardened=hardened),
        ((*user, "daemon-reload"), (*user, "enable", name), (*user, "restart", name)),
        ((*user, "disable", "--now", name),),
        (*user, "is-active", name),
        ("journalctl", "--user", "--unit", name, "--no-hostname"),
    )


def _launchd(places: Places, key: str) -> Service:
    label, where = f"vault-pln.{key}", service.domain()
    path = os.path.join(service.folder("launchd"), f"{label}.plist")
    log = os.path.join(service.log_folder(), f"{key}.log")
    text = launchd_agent(label, _daemon(places, "--log", log, log=f"{log}.errors"))
    gone = ("launchctl", "bootout", f"{where}/{label}")
    return Service(
        "launchd", label, path, text, (("launchctl", "bootstrap", where, path),), (gone,),
        ("launchctl", "print", f"{where}/{label}"), ("tail", log),
    )  # fmt: skip


def install(places: Places, wanted: Service) -> None:
    """Write the file of the service and start it; raises VaultPlnError with what the service manager said."""
    for folder in (places.state, places.cache):
        # a folder that is not there cannot be made writable for the service
        os.makedirs(folder, mode=0o700, exist_ok=True)
    if wanted.manager == "launchd":
        os.makedirs(service.log_folder(), exist_ok=True)
        if service.read(wanted.path) is not None:
            _tell(wanted.stops)
    service.write(wanted.path, wanted.text)
    failed = _tell(wanted.starts)
    if failed is not None:
        advice = f"The service stands in {wanted.path}. Once that is mended, run 'vault-pln service install' again."
        raise VaultPlnError(f"the service could not be started: {_first_line(failed)}", advice)


def uninstall(wanted: Service) -> bool:
    """Stop the service and take its file away; False where there was none."""
    if service.read(wanted.path) is None:
        return False
    _tell(wanted.stops)
    service.delete(wanted.path)
    if wanted.manager == "systemd":
        _tell((("systemctl", "--user", "daemon-reload"),))
    return True


def installed(wanted: Service) -> str | None:
    """What the file of the service says now, None where there is none."""
    return service.read(wanted.path)


def state_of(wanted: Service) -> str:
    """What the service manager says of it, in a word or two."""
    if service.read(wanted.path) is None:
        return "not installed"
    found = _ask(wanted.asks)
    if wanted.manager == "launchd":
        said = re.search(r"^\s*state = (.+)$", found.text, re.MULTILINE)
        return said[1] if said else "not loaded"
    return _first_line(found)


def show_logs(wanted: Service, lines: int, *, follow: bool) -> None:
    """Hand this process over to the program that shows the log."""
    words = (*wanted.shows, "-n", str(lines), *(["-F" if wanted.manager == "launchd" else "-f"] if follow else []))
    try:
        service.become(*words)
    except FileNotFoundError as error:
        raise VaultPlnError(f"there is no '{words[0]}' here", "Look where your system keeps its logs.") from error


def _tell(commands: Commands) -> Answer | None:
    """Run these commands until one fails, and return what that one said."""
    return next((answer for words in commands if (answer := _ask(words)).code), None)


def _ask(words: tuple[str, ...]) -> Answer:
    try:
        return service.ask(*words)
    except FileNotFoundError:
        return Answer(127, f"there is no '{words[0]}' here")


def _first_line(answer: Answer) -> str:
    return answer.text.partition("\n")[0] or f"it ended with {answer.code}"
