"""What follows from all notes, kept between two runs, so that the next one only looks at what changed since."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from vault_pln.core.index.index import Index, KeptIndex, Naming
from vault_pln.core.index.notes import Fetch, Notes
from vault_pln.core.network.found import Found, of_plain, to_plain
from vault_pln.core.network.survey import Survey
from vault_pln.edge.cache import Cache
from vault_pln.model.settings import Settings
from vault_pln.model.vault import Conventions


@dataclass(frozen=True, slots=True)
class Recalled:
    """What an earlier run found out: the digests of the notes it saw, other files, and what it made of them all.

    ``found`` was found under ``rules``.
    """

    rules: str
    digests: Mapping[str, str]
    files: tuple[str, ...]
    kept: KeptIndex
    found: Callable[[], Found]
    naming: Callable[[], Naming | None]

    def index(self, fetch: Fetch) -> Index:
        """The index as it was."""
        return Index.recalled(Notes(self.digests, fetch), self.kept, self.naming)

    def survey(self, index: Index, settings: Settings, conventions: Conventions, affected: frozenset[str]) -> Survey:
        """The survey as it is now under the same rules; ``affected`` are looked at again."""
        survey = Survey(index, settings, conventions, self.found())
        survey.update(affected)
        return survey


def rules_of(index: Index, settings: Settings, conventions: Conventions) -> str:
    """What decides, beside the notes and the names of files, what is found in a note."""
    template = index.notes.get(f"{conventions.daily.template.removesuffix('.md')}.md")
    marks = "".join(sorted(conventions.done_marks))
    plain = replace(conventions, done_marks=frozenset())
    return repr((settings, plain, marks, template.digest if template is not None else ""))


def recall(cache: Cache) -> Recalled | None:
    """What was kept last, None where nothing was."""
    found = cache.recall("survey")
    if found is None:
        return None
    rules, digests, files, kept, plain = found
    return Recalled(
        rules, digests, files, KeptIndex._make(kept), lambda: of_plain(plain), lambda: cache.recall("naming")
    )


def keep(
    cache: Cache, rules: str, digests: Mapping[str, str], files: Iterable[str], survey: Survey, index: Index
) -> None:
    """Keep what was found for another run; it looks again only at notes whose digest is another by then."""
    # first: an older answer to who names what would not fit, a newer one does
    keep_naming(cache, index)
    cache.keep("survey", (rules, dict(digests), tuple(files), tuple(index.kept()), to_plain(survey.found)))


def keep_naming(cache: Cache, index: Index) -> None:
    """Keep who names what, where that was asked."""
    cache.keep("naming", index.naming_known())
