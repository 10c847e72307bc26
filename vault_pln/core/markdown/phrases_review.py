"""What a review says, in every language; a part of the one table in ``phrases``."""

from collections.abc import Mapping

ENGLISH: Mapping[str, str] = {
    "review-title": "Review of week {week}",
    "review-intro": "{first} to {last}. This note is yours now: it is written once and never again. "
    "`vault-pln why {week}` tells which notes and lines each number comes from.",
    "review-more": "and {count} more",
    "review-arrived": "What came in",
    "review-nothing-came": "Nothing came into the daily notes",
    "review-came": "Items in the daily notes: {items} (sources: {sources}; read: {read}; kept: {kept})",
    "review-liked": "Read or kept: of {sources}",
    "review-shown-like": "Sources shown in four weeks: {sources}, as varied as {like} of equal weight",
    "review-kept-like": "Sources read or kept in four weeks: {sources}, as varied as {like} of equal weight",
    "review-before": "({like} in the four weeks before)",
    "review-people": "Contacts",
    "review-nobody": "No contact is noted",
    "review-met": "Contacts: {days} (people: {people}): {names}",
    "review-first": "For the first time: {names}",
    "review-again": "After a long silence: {person}, before that on {day}",
    "review-exchanged": "Given and received",
    "review-gave-and-got": "This week: given {gave}, received {got}",
    "review-gave-and-got-lately": "In thirteen weeks: given {gave}, received {got}",
    "review-goals": "Goals",
    "review-fed": "{goal}: items {items}; daily notes and meetings that name it {notes}; "
    "contacts with people who help {contacts}",
    "review-starving": "{goal}: nothing this week; last named on {day}",
    "review-never-fed": "{goal}: nothing this week, and no dated note ever named it",
    "review-proposals": "Proposals",
    "review-proposals-intro": "A ticked box is carried out: one line of one note, as shown. `vault-pln undo` takes "
    "the last one back. `[-]`, or deleting the line, is a no.",
    "review-done": "done",
    "review-stale": "not done: the note says something else by now",
    "review-undone": "taken back",
    "propose-drop": "Follow {source} no more: {why}",
    "propose-keep": "Keep following {source}: of the {count} items of its trial {kept} were read or kept",
    "propose-move": "Visit {source} at its new address",
    "propose-slow": "Write to {person} {rhythm} from now on: put off {count} times",
    "trial-in-vain": "on trial since {day}, and of {count} items none was kept",
}

GERMAN: Mapping[str, str] = {
    "review-title": "Rückblick auf Woche {week}",
    "review-intro": "{first} bis {last}. Diese Notiz gehört jetzt dir: Sie wird einmal geschrieben und nie wieder. "
    "`vault-pln why {week}` sagt, aus welchen Notizen und Zeilen jede Zahl kommt.",
    "review-more": "und {count} weitere",
    "review-arrived": "Was hereinkam",
    "review-nothing-came": "In die Tagesnotizen kam nichts",
    "review-came": "Beiträge in den Tagesnotizen: {items} (Quellen: {sources}; gelesen: {read}; behalten: {kept})",
    "review-liked": "Gelesen oder behalten: von {sources}",
    "review-shown-like": "In vier Wochen gezeigte Quellen: {sources}, so vielfältig wie {like} von gleichem Gewicht",
    "review-kept-like": "Quellen, von denen etwas gelesen oder behalten wurde: {sources}, so vielfältig wie {like} "
    "von gleichem Gewicht",
    "review-before": "({like} in den vier Wochen davor)",
    "review-people": "Kontakte",
    "review-nobody": "Kein Kontakt ist vermerkt",
    "review-met": "Kontakte: {days} (Menschen: {people}): {names}",
    "review-first": "Zum ersten Mal: {names}",
    "review-again": "Nach langer Stille: {person}, davor am {day}",
    "review-exchanged": "Gegeben und bekommen",
    "review-gave-and-got": "Diese Woche: gegeben {gave}, bekommen {got}",
    "review-gave-and-got-lately": "In dreizehn Wochen: gegeben {gave}, bekommen {got}",
    "review-goals": "Ziele",
    "review-fed": "{goal}: Beiträge {items}; Tagesnotizen und Treffen, die es nennen {notes}; "
    "Kontakte mit Menschen, die dabei helfen {contacts}",
    "review-starving": "{goal}: diese Woche nichts; zuletzt genannt am {day}",
    "review-never-fed": "{goal}: diese Woche nichts, und keine datierte Notiz hat es je genannt",
    "review-proposals": "Vorschläge",
    "review-proposals-intro": "Ein Haken wird ausgeführt: eine Zeile einer Notiz, wie gezeigt. `vault-pln undo` nimmt "
    "den letzten zurück. `[-]`, oder die Zeile zu löschen, heißt nein.",
    "review-done": "erledigt",
    "review-stale": "nicht ausgeführt: In der Notiz steht inzwischen etwas anderes",
    "review-undone": "zurückgenommen",
    "propose-drop": "{source} nicht mehr folgen: {why}",
    "propose-keep": "{source} weiter folgen: Von den {count} Beiträgen der Probezeit wurden {kept} gelesen oder "
    "behalten",
    "propose-move": "{source} unter der neuen Adresse besuchen",
    "propose-slow": "{person} von jetzt an {rhythm} schreiben: {count}-mal verschoben",
    "trial-in-vain": "seit {day} auf Probe, und von {count} Beiträgen wurde keiner behalten",
}
