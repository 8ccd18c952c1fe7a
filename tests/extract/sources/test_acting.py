"""People at their work in sentences of praise and blame."""

from __future__ import annotations

import pytest
from support.claimed import claims_of, said

import scraper
from scraper.extract.sources import acting
from scraper.extract.sources import credits as credits_
from scraper.model import Credit


def people(text: str, language: str = "en", more: str = "") -> list[tuple[str, str]]:
    html = f"<h1>Harrow Lane</h1><p>{text}</p>{more}"
    found = [value for value, _ in said(claims_of(acting, html, language=language), "people")]
    return list(dict.fromkeys((one.name, one.role) for one in found if isinstance(one, Credit)))


@pytest.mark.parametrize(
    ("text", "name", "role"),
    [
        ("Despite Ida Ros's lovely performance, the scene goes nowhere.", "Ida Ros", "actor"),
        ("Ida Ros's grounded, reluctant performance anchors the story.", "Ida Ros", "actor"),
        ("What works is the dynamic between Anna and Ida Ros’s character.", "Ida Ros", "actor"),
        ("The critics praise Jon Vale' cinematography and the sets.", "Jon Vale", "cinematographer"),
        ("Jon Vale's shadow-rich cinematography keeps the lane dark.", "Jon Vale", "cinematographer"),
        ("Jon Vale's piano-driven score is all that is left of it.", "Jon Vale", "composer"),
        ("It is dragged down by Jon Vale's idiotic script, again and again.", "Jon Vale", "writer"),
        ("Ida Ros delivers one of the greatest performances of the year.", "Ida Ros", "actor"),
        ("The regular Ida Ros makes a short but well handled cameo.", "Ida Ros", "actor"),
        ("But Ida Ros steals the show for everyone who stays awake.", "Ida Ros", "actor"),
        ("Newcomer Ida Ros shines in every one of her three scenes.", "Ida Ros", "actor"),
        ("Jon Vale as Anton is sharp and his intentions hard to read.", "Jon Vale", "actor"),
        ("Jon Vale does well as the foreman Anton, who drinks a lot.", "Jon Vale", "actor"),
        ("Jon Vale is just okay as Anton, a little stuffy for the part.", "Jon Vale", "actor"),
        ("In Paris there is Ida Ros, who plays the baker's lonely wife.", "Ida Ros", "actor"),
        ("Ida Ros, best known for her work on the stage, plays his wife.", "Ida Ros", "actor"),
        ("Ida Ros also plays his wife in the second half of the film.", "Ida Ros", "actor"),
        ("The part is played by the exuberant Ida Ros with much noise.", "Ida Ros", "actor"),
        ("It is a play by Ida Ros, who co-wrote the screenplay with a friend.", "Ida Ros", "writer"),
        ("Ida Ros has penned the script with skill and a great deal of salt.", "Ida Ros", "writer"),
        ("But Jon Vale, the cinematographer, keeps his camera low all along.", "Jon Vale", "cinematographer"),
        ("Also starring Lamplight's Ida Ros as Anna, the sister of Anton.", "Ida Ros", "actor"),
    ],
)
def test_the_subject_of_praise_or_blame_is_credited(text: str, name: str, role: str) -> None:
    assert people(text) == [(name, role)]


def test_a_plural_verb_speaks_of_all_of_a_list_and_of_no_single_name() -> None:
    three = "Ida Ros, Lea Brandt, and Jon Vale play the three children, all of them badly."
    assert people(three) == [("Ida Ros", "actor"), ("Lea Brandt", "actor"), ("Jon Vale", "actor")]
    assert people("Ida Ros and Jon Vale both give terrific performances.") == [
        ("Ida Ros", "actor"),
        ("Jon Vale", "actor"),
    ]
    assert people("In the end it is Harrow Street play that lingers on.") == []


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Ida Ros liefert eine starke Leistung als einsame Bäckerin ab.", "de"),
        ("Doch Ida Ros brilliert in jeder Szene, die man ihr gibt.", "de"),
        ("Ida Ros livre une prestation remarquable dans la seconde partie.", "fr"),
        ("Reste Ida Ros, qui incarne la boulangère avec une belle retenue.", "fr"),
        ("Ida Ros ofrece una actuación contenida y llena de matices.", "es"),
        ("Ida Ros como Anna resulta convincente de principio a fin.", "es"),
        ("Ida Ros regala una prova intensa nella seconda parte del film.", "it"),
        ("Ida Ros entrega uma atuação contida e cheia de nuances.", "pt"),
        ("Ida Ros levert een sterke acteerprestatie in de tweede helft.", "nl"),
        ("Ida Ros als Anna is van het begin tot het einde geloofwaardig.", "nl"),
        ("Ida Ros tworzy wybitną kreację w drugiej połowie tego filmu.", "pl"),
        ("Ida Ros gör en stark prestation i filmens andra hälft, minst sagt.", "sv"),
    ],
)
def test_other_languages_are_words_in_their_files(text: str, language: str) -> None:
    assert people(text, language) == [("Ida Ros", "actor")]


@pytest.mark.parametrize(
    "text",
    [
        "Somebody like Ida Ros's character in that other film would have helped.",
        "I’d expected her to take Anna Bell’s place, but the script has no use for her.",
        "The renowned “Scream Queen”, reprises her role as a paranoid sister once more.",
        "The director works as Anton did, and Ros is as Vale is, unmoved by it all.",
        "Jon Vale as Director is another matter, and no better one, if you ask me.",
        "The scenes with Anna Bell are showstoppers as both Ros and Vale prove it.",
        "Princess Anna's performance before the court takes an hour of the film.",
        "The part is played by the son of Jon Vale, which nobody would guess.",
        "IDA ROS DELIVERS THE PERFORMANCE OF HER LIFE IN THIS FILM AND NOWHERE ELSE.",
        "Harrow Street delivers great scares, and the first half has some wit.",
        "It speaks of Patient Care and Operations, AI as a Tool, and how they fare.",
        "After Ida Ros, the composer Jon Vale is the best thing about this film.",
        "The coach is Jon Vale as the Rooks prepare for three games in ten days.",
        "Lamplight's Latest Lantern Doubles as a Reading Lamp",
    ],
)
def test_comparisons_characters_offices_and_the_relatives_of_actors_are_not(text: str) -> None:
    assert people(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Gemeinsam mit der neuen Lampe Stiftung hat der Verleih den Film nach Harrow gebracht.",
        "Der Innenraum glänzt in jeder Szene, die Kamera kommt kaum hinterher, so schön ist er.",
        "Sie sprach lange mit Ida Ros, die als Sprecherin der Stadt arbeitet und nichts sagt.",
        "Kampf der Welten liefert eine starke Vorstellung von dem ab, was uns noch blüht.",
    ],
)
def test_a_language_that_capitalises_nouns_gives_no_people_for_things(text: str) -> None:
    assert people(text, "de") == []


def test_a_name_that_somebody_plays_is_a_characters_wherever_it_stands() -> None:
    text = "Anna Bell's presence is felt in every scene of this long film."
    assert people(text) == [("Anna Bell", "actor")]
    assert people(text, more="<p>The film follows Anna Bell (Ida Ros) from the shore.</p>") == []
    assert people(text, more="<p>We see Ida Ros, the famous singer, as the baker Anna Bell.</p>") == []


def test_a_performance_in_another_film_is_told_by_its_own_rule() -> None:
    html = "<h1>Harrow Lane</h1><p>Nothing matches Ida Ros's quiet performance in Nine Doors, they say.</p>"
    assert {rule for _, rule in said(claims_of(acting, html), "people")} == {"credits.owner_elsewhere"}


def test_a_piece_of_the_films_title_made_nothing() -> None:
    text = "It is the sequel that nobody asked for. The screenwriter House II never had is sorely missed. "
    html = f"""<title>House II: The Second Story</title><article><h1>House II: The Second Story (1987) – Review</h1>
      <p>Directed by Ida Ros. {text * 3}</p></article>"""
    review = scraper.extract(html, "https://lamplight.example/2021/03/house-ii/").reviews[0]
    assert "House II" in {claim.value.name for claim in claims_of(credits_, html) if isinstance(claim.value, Credit)}
    assert (review.value("film_title"), review.value("people") or ()) == ("House II: The Second Story", ())
