"""The text by which a service manager starts ``watch``: a systemd user unit, a launchd agent.

Written from systemd.service(5), systemd.exec(5), systemd.syntax(7) and launchd.plist(5).
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple
from xml.sax.saxutils import escape


class Daemon(NamedTuple):
    """What is to be started: the words of the command, its environment, and the only folders it may write in."""

    vault: str
    command: tuple[str, ...]
    environment: Mapping[str, str]
    writes: tuple[str, ...]
    log: str = ""


_HARDENING = """\
# it reads what you can read, and writes nothing but the vault, its memory and its cache
NoNewPrivileges=yes
ProtectSystem=strict
ProtectHome=read-only
PrivateTmp=yes
PrivateDevices=yes
ProtectClock=yes
ProtectControlGroups=yes
ProtectHostname=yes
ProtectKernelLogs=yes
ProtectKernelModules=yes
ProtectKernelTunables=yes
CapabilityBoundingSet=
LockPersonality=yes
MemoryDenyWriteExecute=yes
RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
SystemCallArchitectures=native
SystemCallFilter=@system-service
SystemCallErrorNumber=EPERM
"""


def systemd_unit(daemon: Daemon, *, hardened: bool = True) -> str:
    """A user unit. It is ready after the first look, is restarted when it fails, and steps back for other programs."""
    writes = f"ReadWritePaths={_paths(daemon.writes)}\n"
    environment = "".join(f"Environment={_word(f'{key}={value}')}\n" for key, value in daemon.environment.items())
    return f"""\
[Unit]
Description=vault-pln keeps the learning network in {_shown(daemon.vault)}

[Service]
Type=notify
NotifyAccess=main
ExecStart={" ".join(_word(word).replace("$", "$$") for word in daemon.command)}
ExecReload=kill -HUP $MAINPID
{environment}WatchdogSec=120
Restart=on-failure
RestartSec=60
TimeoutStopSec=20
Nice=10
IOSchedulingClass=idle
MemoryMax=2G
{_HARDENING + writes if hardened else ""}
[Install]
WantedBy=default.target
"""


def launchd_agent(label: str, daemon: Daemon) -> str:
    """An agent that runs while its user is logged in; it logs into a file of its own."""
    words = "".join(f"\n    <string>{escape(word)}</string>" for word in daemon.command)
    known = "".join(
        f"\n    <key>{escape(key)}</key>\n    <string>{escape(value)}</string>"
        for key, value in daemon.environment.items()
    )
    return f"""\
<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
<dict>
  <key>Label</key>
  <string>{escape(label)}</string>
  <key>ProgramArguments</key>
  <array>{words}
  </array>
  <key>EnvironmentVariables</key>
  <dict>{known}
  </dict>
  <key>RunAtLoad</key>
  <true/>
  <key>KeepAlive</key>
  <dict>
    <key>SuccessfulExit</key>
    <false/>
  </dict>
  <key>ThrottleInterval</key>
  <integer>60</integer>
  <key>ProcessType</key>
  <string>Background</string>
  <key>StandardErrorPath</key>
  <string>{escape(daemon.log)}</string>
</dict>
</plist>
"""


def _word(text: str) -> str:
    """One word of a command or an assignment, whatever it holds; a percent sign would begin a specifier."""
    quoted = text.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%")
    return f'"{quoted}"'


def _paths(paths: Iterable[str]) -> str:
    return " ".join(map(_word, paths))


def _shown(text: str) -> str:
    return text.replace("%", "%%")
