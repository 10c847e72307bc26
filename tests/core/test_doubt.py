"""A deletion is believed late, a rename and a folder that went at once."""

from vault_pln.core.index.doubt import Doubt
from vault_pln.model.files import Stat


def stat(size: int) -> Stat:
    return Stat(size, 0, 0, 0)


def sizes(**notes: int) -> dict[str, Stat]:
    return {f"{name}.md": stat(size) for name, size in notes.items()}


def here(_: str) -> bool:
    return True


def test_a_note_that_is_gone_counts_as_there_for_a_minute() -> None:
    doubt = Doubt()
    known, found = sizes(ada=100, bob=50), sizes(bob=50)
    assert doubt.look(known, found, here, 1000) == {"ada.md"}
    assert doubt.look(known, found, here, 1059) == {"ada.md"}
    assert doubt.wait(1059) == 1
    assert doubt.look(known, found, here, 1060) == frozenset()


def test_a_note_that_comes_back_was_never_gone() -> None:
    doubt = Doubt()
    known = sizes(ada=100)
    assert doubt.look(known, {}, here, 1000)
    assert doubt.look(known, known, here, 1030) == frozenset()
    assert doubt.wait(1030) is None
    # and when it goes again, its minute begins anew
    assert doubt.look(known, {}, here, 1070) == {"ada.md"}


def test_an_empty_note_and_one_that_lost_half_are_read_after_five_seconds() -> None:
    doubt = Doubt()
    known = sizes(empty=10, half=100, less=100, nothing=0)
    found = sizes(empty=0, half=50, less=49, nothing=0)
    assert doubt.look(known, found, here, 1000) == {"empty.md", "less.md"}
    assert doubt.wait(1000) == 5
    assert doubt.look(known, found, here, 1005) == frozenset()


def test_a_note_that_may_have_moved_is_not_in_doubt() -> None:
    known = sizes(ada=100, bob=50)
    assert Doubt().look(known, sizes(bob=50, ada2=100), here, 0) == frozenset()
    assert Doubt().look(known, sizes(bob=50, other=101), here, 0) == {"ada.md"}


def test_what_went_with_its_folder_is_gone() -> None:
    known = {"People/ada.md": stat(1), "bob.md": stat(2)}
    assert Doubt().look(known, {}, lambda path: "/" not in path, 0) == {"bob.md"}


def test_many_at_once_are_no_save() -> None:
    known = {f"{number}.md": stat(number + 1) for number in range(20)}
    nine = dict(list(known.items())[9:])
    ten = dict(list(known.items())[10:])
    assert len(Doubt().look(known, nine, here, 0)) == 9
    assert Doubt().look(known, ten, here, 0) == frozenset()
