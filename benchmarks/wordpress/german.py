"""What German critics write; the gaps are those of `english.py`."""

# ruff: noqa: E501 - a sentence stays on its line
from __future__ import annotations

HEADLINES = (
    "{t}", "{t} ({y})", "Kritik: {t}", "Kritik: {t} ({y})", "Filmkritik: {t}", "{t} – Kritik", "{t} – Filmkritik",
    "{t} ({y}) – Filmkritik", "Kurzkritik: {t}", "Filmtipp: {t}", "Rezension: {t}", "{t} | Filmkritik", "{t} - Kritik zum Film",
    "„{t}“: Ein kühler Film über warme Zimmer", "Kritik zu „{t}“: {a} rettet, was zu retten ist", "Kinotipp: {t}",
)  # fmt: skip
JOKES = ("Drei Ziegen und ein Todesfall", "Wer hat hier das Licht ausgemacht?")
JOKE_OPENINGS = (
    "„{t}“ gehört zu den Filmen, nach denen man zweimal prüft, ob die Tür zu ist.",
    "Über „{t}“ wusste ich vorher nichts, und das war genau richtig.",
)
OPENINGS = (
    "Es dauert, bis {t} seine Karten auf den Tisch legt, und dann sind es andere als gedacht.",
    "In {place} verbrennt eine Frau ihre Briefe, und davon erholt sich {t} bis zum Schluss nicht.",
    "Es gibt laute Filme und leise. {t} summt, und zwar {m} Minuten lang leicht daneben.",
    "{a} hat lange auf eine Rolle wie diese gewartet.",
    "Wer je eine Fähre verpasst hat, versteht die Stimmung von {t} sofort.",
    "Ein Briefträger, ein Hochwasser und ein gestohlenes Akkordeon: Mehr braucht {t} nicht.",
    "Was tut man mit einem Haus, das keiner will? Man zieht ein, jedenfalls in {t}.",
    "Auf dem Papier klingt {t} nach Sonntagabend, auf der Leinwand nach Gewitter.",
    "Das Kino von {place} hat hundert Plätze, und als {t} lief, waren neun davon besetzt.",
    "Kaum ein Krimi traut der Stille so sehr wie {t}.",
)
DIRECTED = (
    "Regisseur {d} filmt das Abendessen wie einen Schiffbruch.",
    "Regie führte {d}, und man merkt es an jeder Treppe.",
    "Inszeniert von {d}, hält der Film die Kamera tief und die Stimmen tiefer.",
    "Der Film von Regisseur {d} ist am besten, wenn niemand spricht.",
    "Unter der Regie von {d} wird daraus eine langsame, seltsame Komödie.",
    "Regisseur {d} kennt diese Gegend gut und verzeiht ihr wenig.",
    "{t} ist ein Film von {d}, also überlebt der Hund.",
    "Drehbuch und Regie stammen von {d}, und beides hat Geduld.",
)
BOXES = (
    "<strong>Regie:</strong> {d}",
    "<strong>Regie:</strong> {d}<br />\n<strong>Darsteller:</strong> {a}, {b}<br />\n<strong>Länge:</strong> {m} Minuten",
    "Regie: {d}. Mit {a} und {b}. {m} Min. FSK 12",
    "R: {d} | D: {a}, {b} | {m} Min.",
    "Regie: {d}<br />\nMit: {a}, {b}<br />\nFSK: ab 16 freigegeben",
    "<em>Ein Film von {d}, mit {a} und {b}.</em>",
    "Darsteller: {a}, {b}<br />\nBuch und Regie: {d}<br />\nLaufzeit: {m} Minuten",
)
MIDDLES = (
    "{a} spielt einen Mann, der jeden Satz geprobt hat und keinem glaubt.",
    "Im zweiten Akt hängt die Sache durch, doch {b} hält das Steuer fest.",
    "Eine Szene im Waschsalon gehört auf eine Briefmarke.",
    "Die Bilder sind aus Rost und Milch, und der Ton macht aus einem Kessel einen Schurken.",
    "Was dem Drehbuch an Logik fehlt, ersetzt es durch Groll.",
    "Manche Witze sind älter als die Möbel und knarren an denselben Stellen.",
    "Die Musik ist sparsam; als endlich die Klarinette kam, weinte jemand hinter mir.",
    "Der Schluss ist mutiger als klar, und ich denke seither jeden Tag daran.",
    "Für einen Film über Trauer wird erstaunlich gut gegessen.",
    "In dieser Geschichte macht nie jemand das Licht an.",
    "Kostüme und Kulissen tragen schwer, aber mit geradem Rücken.",
    "Kinder werden sich langweilen, ihre Eltern fürchten, die Großeltern erkennen die Tapete.",
    "Mit {m} Minuten ist er genau einen Streit zu lang.",
    "Man geht mit nassen Schuhen und einer besseren Meinung von den Nachbarn.",
)
TRAPS = (
    "Mit dem Biss von „{o}“ ({oy}), den {od} drehte, als er noch etwas beweisen wollte, hat das wenig zu tun.",
    "Die Geschichte spielt 1987, aber nostalgisch ist sie nicht.",
    "Auf IMDb steht er bei 6,1/10, was mehr über die Seite sagt als über den Film.",
    "Ein Kollege gab zwei von fünf Sternen und wollte seinen Abend zurück.",
    "Das Drehbuch schrieb {od}, und am Ende blendet er eben ab.",
    "Der Roman gewann 2003 einen Preis und verlor auf Seite 40 seine Leser.",
    "Produzent {od} ist kurz als Busfahrer zu sehen.",
    "Am 4. Mai 1991 wird in einem Leuchtturm ein Junge geboren, damit beginnt der Ärger.",
)
CLOSINGS = (
    "Früh kommen, in der Mitte sitzen, das Ende verzeihen.", "Ich habe die Straßenbahn verpasst und es nicht bereut.",
    "Ein kleiner Film mit langem Schatten.", "Das Popcorn war besser, aber knapp.", "Nicht für alle, vielleicht für Sie.",
)  # fmt: skip
AVAILABLE = (
    ("Kinostart: {dmy}", "theatrical", True), ("{t} läuft ab {dm} im Kino.", "theatrical", True),
    ("Ab {dm} im Kino.", "theatrical", True), ("Seit {dm} auf Netflix.", "streaming", True),
    ("Jetzt auf Netflix.", "streaming", False), ("Ab {dm} auf DVD und Blu-ray.", "physical", True),
    ("Ab {dm} als VoD.", "digital", True), ("Deutscher Kinostart: {dmy}", "theatrical", True),
)  # fmt: skip
COMMENTS = (
    "2/10, und die zwei sind für den Parkplatz.", "Von mir 9 von 10 Punkten!", "★★★★★", "Note 6, setzen.",
    "Läuft der schon auf Netflix?", "Meine Wertung: 95 %",
)  # fmt: skip
READERS = ("Bert H.", "filmfan63", "Ringelblume", "K. Brandt", "Tilda")
