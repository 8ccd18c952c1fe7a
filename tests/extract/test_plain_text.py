"""Plain texts, as they are pasted or exported: the film and its director without a word of markup."""

from __future__ import annotations

import pytest

from scraper import extract

EN = "Two sisters walk home through the rain and the film never quite forgives them for it, which is the point."
DE = "Zwei Schwestern gehen im Regen nach Hause und der Film verzeiht es ihnen nicht, was auch der Sinn ist."
FR = "Deux sœurs rentrent sous la pluie et le film ne le leur pardonne pas, ce qui est bien le sujet."
ES = "Dos hermanas vuelven a casa bajo la lluvia y la película no se lo perdona, que es de lo que se trata."
PL = "Dwie siostry wracają do domu w deszczu i film im tego nie wybacza, o co zresztą chodzi."
RU = "Две сестры идут домой под дождём, и фильм им этого не прощает, в чём и смысл."
SV = "Två systrar går hem i regnet och filmen förlåter dem inte, vilket är själva poängen."


def read(text: str) -> tuple[object, object]:
    review = extract(text, headers={"content-type": "text/plain"}, assume="review").reviews[0]
    return review.value("film_title"), review.value("directors") or ()


@pytest.mark.parametrize(
    ("text", "title", "director"),
    [
        (f"Category Archives: Drama\nHarrow Lane\nPosted on 3 November 2019 by Ida Moss\n{EN}", "Harrow Lane", None),
        (f"FREDAG, KANAL 9, 22.00\nTysta gatan\n{SV}", "Tysta gatan", None),
        (f"Harrow Lane\n2019\nDirected by Ida Ros\n{EN}", "Harrow Lane", "Ida Ros"),
        (f"Director Ida Ros's Harrow Lane opens Friday. {EN}", "Harrow Lane", "Ida Ros"),
        (f"Last night I saw Harrow Lane, directed by Ida Ros. {EN}", "Harrow Lane", "Ida Ros"),
        (f"{EN} Harrow Lane is a cold drama.", "Harrow Lane", None),
        (f"Not another walk home\n“Harrow Lane,” the new film by Ida Ros, is cold. {EN}", "Harrow Lane", "Ida Ros"),
        (f"Harrow Lane | Directed by Ida Ros | 96 min\n{EN}", "Harrow Lane", "Ida Ros"),
        (f"HARROW LANE, Ida Ros, UK, 2019\n{EN}", "HARROW LANE", "Ida Ros"),
        (f'"La calle muda", de Ida Ros. ¿Demasiado bonita?\n{ES}', "La calle muda", "Ida Ros"),
        (f"Film Review: Harrow Lane is a cold film about two streets. {EN}", "Harrow Lane", None),
        (f"Harrow Lane\nDir. Ida Ros. 96 min.\n{EN}", "Harrow Lane", "Ida Ros"),
        (f"Harrow Lane (dir. Ida Ros)\n{EN}", "Harrow Lane", "Ida Ros"),
        (f"HARROW LANE (Ida Ros)\n{EN}", "HARROW LANE", "Ida Ros"),
        (f"Harrow Lane, dir. Ida Ros, 2019\n{EN}", "Harrow Lane", "Ida Ros"),
        (f"Die stille Gasse (D 2019, Regie: Jon Vale)\n{DE}", "Die stille Gasse", "Jon Vale"),
        ("Sessiz Sokak\nJon Vale – Yönetmen\nBu film soğuk ve uzun bir film.", "Sessiz Sokak", "Jon Vale"),
        (f"Cicha ulica\nTo nowy film Jana Wala. {PL}", "Cicha ulica", "Jan Wal"),
        ("Ήσυχος δρόμος\nΗ ταινία, σε σκηνοθεσία του Κώστα Βάλη, είναι ψυχρή.", "Ήσυχος δρόμος", "Κώστας Βάλης"),
        ("静かな路地\n監督は山田太郎。二人の姉妹が雨の中を歩く映画だ。", "静かな路地", "山田太郎"),
        (f"Die stille Gasse\nDrama, Deutschland 2019, 96 Min., Regie: Jon Vale\n{DE}", "Die stille Gasse", "Jon Vale"),
        (f"Im neuen Drama „Die stille Gasse“ von Jon Vale gehen zwei heim. {DE}", "Die stille Gasse", "Jon Vale"),
        (f"La Ruelle\nDrame français de Jon Vale. Avec Ida Ros. 1h36.\n{FR}", "La Ruelle", "Jon Vale"),
        (f"La Ruelle, d'Ida Ros : critique\n{FR}", "La Ruelle", "Ida Ros"),
        (f"Crítica de 'La calle muda': fría y larga\n{ES}", "La calle muda", None),
        (f"ESTRENOS DE LA SEMANA\nLa calle muda\nEspaña, 2019\nDe Jon Vale\n{ES}", "La calle muda", "Jon Vale"),
        (f"Recenzja: Cicha ulica\n{PL}", "Cicha ulica", None),
        (f'Film "Cicha ulica" w reżyserii Jona Vale\'a wchodzi na ekrany. {PL}', "Cicha ulica", "Jon Vale"),
        (f"Фильм «Тихая улица» режиссёра Ивана Валова выходит завтра. {RU}", "Тихая улица", "Иван Валов"),
        (f"Nu på bio: ”Tysta gatan” av Jon Vale\n{SV}", "Tysta gatan", "Jon Vale"),
        ("Vale János Csendes utca című filmje hideg, és a vége hosszú is.", "Csendes utca", "Vale János"),
        ("Elokuva-arvostelu: Hiljainen katu\nKaksi sisarta kävelee kotiin sateessa.", "Hiljainen katu", None),
        ("김철수 감독의 영화 '조용한 골목'을 봤다. 두 자매가 집으로 돌아간다.", "조용한 골목", "김철수"),
        ("王小明执导的《静巷》今日上映。两姐妹在雨中走回家,这部电影的重点就在这里。", "静巷", "王小明"),
    ],
)
def test_a_plain_text_tells_its_film_and_its_director(text: str, title: str, director: str | None) -> None:
    assert read(text) == (title, () if director is None else (director,))


@pytest.mark.parametrize(
    "text",
    [
        f"Why nobody went to see it\n{EN}",
        f"The ten best films of the year so far\n{EN}",
        f"Sisters in the rain: a cold look at home\n{EN}",
        f"Kino-Starts am 3. November\n{DE}",
        f"Sorties cinéma du 3 novembre\n{FR}",
        f"Premiery kinowe 3 listopada\n{PL}",
        # In Finnish only the first word of a title has a capital: where it ends cannot be told.
        "Jon Valen ohjaama Hiljainen katu on kylmä draama kahdesta sisaresta, jotka kävelevät kotiin.",
    ],
)
def test_a_headline_that_names_no_film_gives_none(text: str) -> None:
    assert read(text)[0] is None


def test_a_text_too_short_to_tell_its_language_is_read_in_that_of_its_host() -> None:
    text = "Harrow Lane (2019)\nRegidebut av Ida Ros"
    found = extract(text, "https://film.example.se/1", headers={"content-type": "text/plain"}, assume="review")
    assert found.reviews[0].language == "sv"
