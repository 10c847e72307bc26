"""The draft of an introduction: a message to each of two people, to be sent on its own.

Double opt-in: nobody is named to anybody before both have said yes. The draft links nobody, so that it is no evidence
of anything, and is the user's own from the moment it is there.
"""

from vault_pln.core.index.titles import named_in_property
from vault_pln.core.markdown.escape import harmless, inline_code
from vault_pln.core.suggest.ground import Ground
from vault_pln.core.suggest.introductions import Match, match_of, values_of
from vault_pln.model.kinds import Person

TYPE = "pln-introduction"


def draft(ground: Ground, one: str, other: str) -> str:
    """The text of the draft; of the two (paths) the one who asks or pursues comes first, if one does."""
    match = match_of(ground, one, other)
    first, second = (match.first, match.second) if match is not None else (one, other)
    say, people = ground.say, (ground.network.people[first], ground.network.people[second])
    names = [harmless(person.name) for person in people]
    given = {"one": names[0], "other": names[1]}
    blocks = [
        f"---\ntype: {TYPE}\n---",
        f"# {say('draft-title', **given)}",
        say("draft-how"),
        "\n".join(f"- [ ] {say('draft-agrees', person=name)}" for name in names) + f"\n- [ ] {say('draft-done')}",
    ]
    for person, side in zip(people, ("first", "second"), strict=True):
        blocks += [f"## {say('draft-to', person=harmless(person.name))}", _message(ground, person, match, side)]
    knows = inline_code(f"knows: {named_in_property(people[1].name)}")
    blocks += [f"## {say('draft-after')}", say("draft-outcome", knows=knows, **given)]
    return "\n\n".join(blocks) + "\n"


def _message(ground: Ground, person: Person, match: Match | None, side: str) -> str:
    say = ground.say
    key = f"{match.phrase}-{side}" if match is not None else "introduce-free"
    values = {name: harmless(text) for name, text in values_of(ground, match).items()} if match is not None else {}
    reason = say(key, **values)
    return f"{say('draft-hello', person=harmless(_called(person)))}\n\n{reason} {say('draft-question')}"


def _called(person: Person) -> str:
    """What the user calls somebody: their first other name, else their first word."""
    return person.aliases[0] if person.aliases else person.name.split()[0]
