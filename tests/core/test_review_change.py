"""One property of a note changed: one line, and not a byte elsewhere."""

from hypothesis import given
from hypothesis import strategies as st

from vault_pln.core.markdown.note import read_note
from vault_pln.core.markdown.own import digest_of
from vault_pln.core.review.change import change_of, changed, property_lines, reverted
from vault_pln.model.review import Proposal

LINES = st.sampled_from([
    "feed: https://old.example/feed", "title: status", "tags: [a, 'status: trial']", "about: |", "  status: trial",
    "# status: trial", "list:", "  - trial", "other: trial", "", "\ttab: x", "aliases: [status]",
])  # fmt: skip
OWN = st.sampled_from([
    "status: trial", "status: 'trial'", 'status:   "trial"  # for now', "status : trial", "status: |\n  trial", "status:",
    "status:\n  - trial", "status: [trial]", "Status: trial", "'status': trial", "status: trial\nstatus: active", "",
])  # fmt: skip


@given(st.lists(LINES, max_size=4), OWN, st.lists(LINES, max_size=4), st.sampled_from(["\n", "\r\n"]), st.booleans())
def test_nothing_but_the_one_property_changes_and_it_can_be_brought_back(
    before: list[str], own: str, after: list[str], newline: str, mark: bool
) -> None:
    rows = ["---", *before, *own.split("\n"), *after, "---", "status: trial", "", "text"]
    text = ("\ufeff" if mark else "") + newline.join(rows)
    note = read_note("Blog.md", text.encode())
    key = next((key for key in note.properties if key.lower() == "status"), "status")
    value = note.properties.get(key)
    proposal = Proposal("drop", "Blog.md", key, "" if value is None else str(value), "dropped")
    change = change_of(proposal, note, text)
    if change is None:
        return
    new = changed(text, change)
    told = read_note("Blog.md", new.encode())
    assert dict(told.properties) == {**note.properties, key: "dropped"}
    assert told.links == note.links
    old_rows, new_rows = text.split("\n"), new.split("\n")
    if change.old is not None:
        old_rows.pop(change.number - 1)
    new_rows.pop(change.number - 1)
    assert new_rows == old_rows
    (number,) = (n for n, line in property_lines("Blog.md", new).items() if digest_of(line) == change.digests[0])
    assert reverted(new, number, change.old) == text
