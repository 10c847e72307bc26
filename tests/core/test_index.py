"""The index: after any sequence of changes it equals one built from scratch."""

from collections.abc import Iterable
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from vault_pln.core.index.graph import graph
from vault_pln.core.index.index import Index
from vault_pln.core.index.notes import Notes
from vault_pln.core.markdown.note import read_note
from vault_pln.model.note import Note

NAMES = ("Note", "note", "NOTE", "Ada", "ä", "a\u0308", "x.md", "img.png")
FOLDERS = ("", "a/", "A/", "a/b/", "zz/")
TARGETS = ("Note", "note", "NOTE.md", "a/Note", "A/note", "b/Note", "./Note", "../Note", "/Note", "ä", "a\u0308", "x", "x.md",
           "x.md.md", "Ada#H", "#H", "img.png", "a/img.png", "Missing", "..", "a/")  # fmt: skip
PATHS = st.builds(lambda folder, name: f"{folder}{name}.md", st.sampled_from(FOLDERS), st.sampled_from(NAMES))
FILES = st.builds(
    lambda folder, name: folder + name, st.sampled_from(FOLDERS), st.sampled_from(("img.png", "IMG.png", "x"))
)
TEXTS = st.lists(st.sampled_from(TARGETS), max_size=4).map(lambda found: "\n".join(f"- [[{one}]]" for one in found))


def answers(index: Index, files: list[str]) -> dict[str, Any]:
    """All that can be asked of an index."""
    sources = sorted(index.notes)
    return {
        "notes": sources,
        "resolved": {(t, s): ordered(index, t, s) for s in sources for t in TARGETS[:8]},
        "links": {s: [(link, meaning.path) for link, meaning in index.links_from(s)] for s in sources},
        "targets": {s: [index.target(link, s) for link in index.notes[s].links] for s in sources},
        "backlinks": {path: index.backlinks(path) for path in (*sources, *files)},
        "naming": {path: index.naming([path]) for path in (*sources, *files, "gone/Note.md")},
        "namesakes": {path: index.names.namesakes(path) for path in (*sources, *files)},
        "own": [path for path in sources if index.is_own(path)],
        "graph": graph(index, {}),
    }


def ordered(index: Index, target: str, source: str) -> tuple[Any, ...]:
    found = index.resolve(target, source)
    return found.path, found.how, found.case, sorted(found.candidates)


class Vault(RuleBasedStateMachine):
    """Two indexes of one vault: one that lives with it, and for comparison one made anew at each look."""

    def __init__(self) -> None:
        super().__init__()
        self.notes: dict[str, Note] = {}
        self.files: set[str] = set()
        self.own: set[str] = set()
        self.index = Index()

    @initialize(paths=st.lists(PATHS, max_size=5), text=TEXTS)
    def begin(self, paths: list[str], text: str) -> None:
        self.notes = {path: read_note(path, text.encode()) for path in paths}
        self.index = Index(self.notes.values())

    @rule(path=PATHS, text=TEXTS)
    def write(self, path: str, text: str) -> None:
        self.notes[path] = read_note(path, text.encode())
        self.index.change([self.notes[path]])

    @rule(path=PATHS)
    def delete(self, path: str) -> None:
        self.notes.pop(path, None)
        self.index.change(removed=[path])

    @rule(data=st.data(), to=PATHS)
    def rename(self, data: st.DataObject, to: str) -> None:
        self.move(data, to)

    @rule(data=st.data())
    def rename_in_case_only(self, data: st.DataObject) -> None:
        self.move(data, None)

    def move(self, data: st.DataObject, to: str | None) -> None:
        """One note under another name, in one change, as a listing shows it."""
        if not self.notes:
            return
        old = data.draw(st.sampled_from(sorted(self.notes)))
        new = old.swapcase().replace(".MD", ".md") if to is None else to
        text = "\n".join(f"- [[{link.target}]]" for link in self.notes.pop(old).links)
        self.notes[new] = read_note(new, text.encode())
        self.index.change([self.notes[new]], [old] if old != new else [])

    @rule(path=FILES)
    def attach(self, path: str) -> None:
        self.files.add(path)
        self.index.change(files_added=[path])

    @rule(path=FILES)
    def detach(self, path: str) -> None:
        self.files.discard(path)
        self.index.change(files_removed=[path])

    @rule(own=st.sets(PATHS, max_size=3))
    def own_notes(self, own: set[str]) -> None:
        self.own |= own
        self.index.set_own(own)

    @rule(path=PATHS)
    def ask(self, path: str) -> None:
        """Questions in between fill what the index remembers."""
        self.index.resolve("Note", path)
        self.index.backlinks(path)

    @invariant()
    def equals_a_rebuild(self) -> None:
        files = sorted(self.files)
        assert answers(self.index, files) == answers(Index(self.notes.values(), files, self.own), files)


TestVault = Vault.TestCase
TestVault.settings = settings(max_examples=80, stateful_step_count=20, deadline=None)


@given(st.dictionaries(PATHS, TEXTS, max_size=6), st.sets(FILES, max_size=3))
def test_backlinks_are_the_links_the_other_way_round(texts: dict[str, str], files: set[str]) -> None:
    index = Index([read_note(path, text.encode()) for path, text in texts.items()], files)
    forward = sorted(
        (meaning.path, source, link.line)
        for source in texts
        for link, meaning in index.links_from(source)
        if meaning.path is not None and meaning.path != source
    )
    back = sorted((path, link.path, link.line) for path in (*texts, *files) for link in index.backlinks(path))
    assert back == forward


def indexed(**notes: str) -> Index:
    return Index([read_note(f"{name}.md", text.encode()) for name, text in notes.items()])


def test_a_backlink_shows_its_line() -> None:
    index = indexed(
        Ada="",
        B='---\npeople: ["[[Ada]]"]\n---\nText\n  - met [[ada|her]] and [[Ada#Work]]  \n[md](Ada.md) ![[Ada]]\n',
        A="[[Ada]]",
    )
    assert [(link.path, link.line, link.text) for link in index.backlinks("Ada.md")] == [
        ("A.md", 1, "[[Ada]]"),
        ("B.md", 2, "people: Ada"),
        ("B.md", 5, "- met [[ada|her]] and [[Ada#Work]]"),
        ("B.md", 5, "- met [[ada|her]] and [[Ada#Work]]"),
        ("B.md", 6, "[md](Ada.md) ![[Ada]]"),
        ("B.md", 6, "[md](Ada.md) ![[Ada]]"),
    ]


def test_a_new_note_changes_what_the_links_of_others_mean() -> None:
    index = Index([read_note("a/From.md", b"[[Note]]"), read_note("zz/Note.md", b"")])
    assert [link.path for link in index.backlinks("zz/Note.md")] == ["a/From.md"]
    index.change([read_note("a/Note.md", b"")])
    assert index.backlinks("zz/Note.md") == []
    assert [link.path for link in index.backlinks("a/Note.md")] == ["a/From.md"]
    index.change(removed=["a/Note.md"])
    assert [link.path for link in index.backlinks("zz/Note.md")] == ["a/From.md"]


def test_our_own_notes_are_meant_by_links_but_theirs_do_not_count() -> None:
    index = indexed(Ada="[[PLN People]]", **{"PLN People": "[[Ada]]"})
    index.set_own(["PLN People.md"])
    assert index.backlinks("Ada.md") == []
    assert [link.path for link in index.backlinks("PLN People.md")] == ["Ada.md"]


def test_going_through_all_notes_fetches_them_in_parts_and_keeps_none() -> None:
    fetched: list[list[str]] = []

    def fetch(paths: Iterable[str]) -> dict[str, Note]:
        fetched.append(list(paths))
        return {path: Note(path, "kept") for path in fetched[-1]}

    paths = [f"{number}.md" for number in range(2500)]
    notes = Notes(paths, fetch)
    notes.put(Note("7.md", "here"))
    for _ in range(2):
        fetched.clear()
        found = dict(notes.items())
        assert list(found) == paths
        assert found["7.md"].digest == "here"
        assert sum(map(len, fetched)) == 2499
        assert max(map(len, fetched)) <= 1000
    assert [note.path for note in notes.values()] == paths
