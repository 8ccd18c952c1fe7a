"""One info box per language, as sites print them: every fact in its field."""

from __future__ import annotations

import pytest

from scraper import extract
from scraper.model import Availability, Credit, Rating

# language: text, director, date of the release, score
BOXES = {
    "de": (
        (
            "Gasse am Meer – Filmkritik\n"
            "Regie: Jon Vale\n"
            "Darsteller: Ida Ros, Ada Lind\n"
            "Kinostart: 3. November 2016\n"
            "Laufzeit: 96 Minuten\n"
            "Der Film ist nicht schlecht, aber er hat seine Längen.\n"
            "Wertung: 7/10"
        ),
        "Jon Vale",
        "2016-11-03",
        7,
    ),
    "fr": (
        (
            "La Ruelle - critique\n"
            "Réalisateur : Jon Vale\n"
            "Avec : Ida Ros, Ada Lind\n"
            "Sortie : 3 novembre 2016\n"
            "Durée : 1h36\n"
            "Le film est beau mais il manque de souffle.\n"
            "Note : 14/20"
        ),
        "Jon Vale",
        "2016-11-03",
        14,
    ),
    "es": (
        (
            "Crítica: La calle\n"
            "Dirección: Jon Vale\n"
            "Reparto: Ida Ros, Ada Lind\n"
            "Estreno: 3 de noviembre de 2016\n"
            "Duración: 96 min\n"
            "La película es lenta pero tiene una luz muy hermosa.\n"
            "Puntuación: 7/10"
        ),
        "Jon Vale",
        "2016-11-03",
        7,
    ),
    "it": (
        (
            "La via – recensione\n"
            "Regia di Jon Vale\n"
            "Cast: Ida Ros, Ada Lind\n"
            "Uscita cinema venerdì 4 novembre 2016\n"
            "Durata: 96 minuti\n"
            "Il film è lento ma ha una luce molto bella.\n"
            "Voto: 7,5"
        ),
        "Jon Vale",
        "2016-11-04",
        7.5,
    ),
    "pt": (
        (
            "Crítica | A rua\n"
            "Direção: Jon Vale\n"
            "Elenco: Ida Ros, Ada Lind\n"
            "Estreou em 3/11/2016\n"
            "Duração: 96 minutos\n"
            "O filme é lento, mas tem uma luz muito bonita.\n"
            "Nota: 7/10"
        ),
        "Jon Vale",
        "2016-11-03",
        7,
    ),
    "nl": (
        (
            "De straat – recensie\n"
            "Regie: Jon Vale\n"
            "Cast: Ida Ros, Ada Lind\n"
            "Vanaf 3 november 2016 in de bioscoop\n"
            "Speelduur: 96 minuten\n"
            "De film is traag maar heeft een mooi licht.\n"
            "Beoordeling: 4 van de 5 sterren"
        ),
        "Jon Vale",
        "2016-11-03",
        4,
    ),
    "pl": (
        (
            "Cicha ulica – recenzja\n"
            "Reżyseria: Jon Vale\n"
            "Obsada: Ida Ros, Ada Lind\n"
            "Premiera: 8 listopada 2016\n"
            "Czas trwania: 96 minut\n"
            "Film jest powolny, ale ma bardzo piękne światło.\n"
            "Ocena: 7/10"
        ),
        "Jon Vale",
        "2016-11-08",
        7,
    ),
    "cs": (
        (
            "Tichá ulice – Recenze – 70%\n"
            "Režie: Jon Vale\n"
            "Hrají: Ida Ros, Ada Lind\n"
            "Premiéra v ČR: 3. 11. 2016\n"
            "Délka: 96 minut\n"
            "Film je pomalý, ale má velmi krásné světlo."
        ),
        "Jon Vale",
        "2016-11-03",
        70,
    ),
    "sv": (
        (
            "Gatan – filmrecension\n"
            "Regi: Jon Vale\n"
            "Medverkande: Ida Ros, Ada Lind\n"
            "Premiär: 3 november 2016\n"
            "Längd: 96 min\n"
            "Filmen är långsam men har ett vackert ljus.\n"
            "Betyg: 4 av 5"
        ),
        "Jon Vale",
        "2016-11-03",
        4,
    ),
    "da": (
        (
            "Gaden – anmeldelse\n"
            "Instruktør: Jon Vale\n"
            "Medvirkende: Ida Ros, Ada Lind\n"
            "Dansk biografpremiere 03.11.2016\n"
            "Længde: 96 min\n"
            "Filmen er langsom, men har et smukt lys.\n"
            "4 ud af 6 stjerner"
        ),
        "Jon Vale",
        "2016-11-03",
        4,
    ),
    "no": (
        (
            "Gata – filmanmeldelse\n"
            "Regi: Jon Vale\n"
            "Skuespillere: Ida Ros, Ada Lind\n"
            "Kinopremiere: 3. november 2016\n"
            "Lengde: 96 min\n"
            "Filmen er langsom, men har et vakkert lys.\n"
            "Terningkast 4"
        ),
        "Jon Vale",
        "2016-11-03",
        4,
    ),
    "fi": (
        (
            "Katu – arvostelu\n"
            "Ohjaus: Jon Vale\n"
            "Pääosissa: Ida Ros, Ada Lind\n"
            "Ensi-ilta: 3.11.2016\n"
            "Kesto: 96 min\n"
            "Elokuva on hidas, mutta siinä on hyvin kaunis valo.\n"
            "Arvosana: 4/5"
        ),
        "Jon Vale",
        "2016-11-03",
        4,
    ),
    "hu": (
        (
            "Az utca – kritika\n"
            "Rendező: Vale Jon\n"
            "Szereplők: Ros Ida, Lind Ada\n"
            "Hazai bemutató: 2016. november 3.\n"
            "Játékidő: 96 perc\n"
            "A film lassú, de nagyon szép a fénye.\n"
            "Értékelés: 7/10"
        ),
        "Vale Jon",
        "2016-11-03",
        7,
    ),
    "ro": (
        (
            "Strada – cronică de film\n"
            "Regia: Jon Vale\n"
            "Distribuția: Ida Ros, Ada Lind\n"
            "Premiera în România: 3 noiembrie 2016\n"
            "Durata: 96 minute\n"
            "Filmul este lent, dar are o lumină foarte frumoasă.\n"
            "Nota: 7/10"
        ),
        "Jon Vale",
        "2016-11-03",
        7,
    ),
    "tr": (
        (
            "Sokak – film eleştirisi\n"
            "Yönetmen: Jon Vale\n"
            "Oyuncular: Ida Ros, Ada Lind\n"
            "Vizyon tarihi: 3 Kasım 2016\n"
            "Süre: 96 dakika\n"
            "Film yavaş ama çok güzel bir ışığı var.\n"
            "Puan: 7/10"
        ),
        "Jon Vale",
        "2016-11-03",
        7,
    ),
    "el": (
        (
            "Ο δρόμος – κριτική\n"
            "Σκηνοθεσία: Jon Vale\n"
            "Ηθοποιοί: Ida Ros, Ada Lind\n"
            "Πρεμιέρα: 3 Νοεμβρίου 2016\n"
            "Διάρκεια: 96 λεπτά\n"
            "Η ταινία είναι αργή αλλά έχει πολύ όμορφο φως.\n"
            "Βαθμολογία: 7/10"
        ),
        "Jon Vale",
        "2016-11-03",
        7,
    ),
    "ru": (
        (
            "Улица – рецензия\n"
            "Режиссёр: Иван Валов\n"
            "В ролях: Ида Рос, Ада Линд\n"
            "Премьера в России: 3 ноября 2016\n"
            "Продолжительность: 96 минут\n"
            "Фильм медленный, но у него очень красивый свет.\n"
            "Оценка: 7 из 10"
        ),
        "Иван Валов",
        "2016-11-03",
        7,
    ),
    "uk": (
        (
            "Вулиця – рецензія\n"
            "Режисер: Іван Валов\n"
            "У ролях: Іда Рос, Ада Лінд\n"
            "Прем'єра: 3 листопада 2016\n"
            "Фільм повільний, але він має дуже гарне світло.\n"
            "Оцінка: 7/10"
        ),
        "Іван Валов",
        "2016-11-03",
        7,
    ),
    "ja": (
        (
            "静かな通り 評価と感想\n"
            "監督:宮田三郎\n"
            "出演:山本花子、田中一郎\n"
            "公開日:2016年11月3日\n"
            "上映時間:96分\n"
            "この映画はとてもゆっくりしているが、光が美しい。\n"
            "☆4点"
        ),
        "宮田三郎",
        "2016-11-03",
        4,
    ),
    "ko": (
        (
            "조용한 거리 리뷰\n"
            "감독: 김민수\n"
            "출연: 이영희, 박철수\n"
            "개봉일: 2016년 11월 3일\n"
            "상영시간: 96분\n"
            "이 영화는 느리지만 빛이 아름답다.\n"
            "별점: ★★★★☆"
        ),
        "김민수",
        "2016-11-03",
        4,
    ),
    "zh": (
        (
            "安静的街 影评\n"
            "导演: 王小明\n"
            "主演: 李华 / 张伟\n"
            "上映日期: 2016-11-03\n"
            "片长: 96分钟\n"
            "这部电影很慢,但是光线非常美。\n"
            "评分: 8分"
        ),
        "王小明",
        "2016-11-03",
        8,
    ),
    "id": (
        (
            "Jalan Sunyi – review film\n"
            "Sutradara: Jon Vale\n"
            "Pemain: Ida Ros, Ada Lind\n"
            "Tayang di bioskop: 3 November 2016\n"
            "Durasi: 96 menit\n"
            "Film ini lambat tetapi memiliki cahaya yang sangat indah.\n"
            "Rating: 7,5/10"
        ),
        "Jon Vale",
        "2016-11-03",
        7.5,
    ),
    "ar": (
        (
            "مراجعة فيلم الشارع\n"
            "إخراج: سامي النور\n"
            "بطولة: هدى سالم، علي حسن\n"
            "تاريخ العرض: 3 نوفمبر 2016\n"
            "الفيلم بطيء ولكنه جميل في كل مشهد.\n"
            "التقييم: 7/10"
        ),
        "سامي النور",
        "2016-11-03",
        7,
    ),
    "hi": (
        (
            "फिल्म समीक्षा: गली\n"
            "निर्देशक: राम वर्मा\n"
            "कलाकार: सीता देवी, मोहन लाल\n"
            "रिलीज डेट: 3 नवंबर 2016\n"
            "यह फिल्म धीमी है लेकिन बहुत सुंदर है।\n"
            "रेटिंग: 3.5/5"
        ),
        "राम वर्मा",
        "2016-11-03",
        3.5,
    ),
    "is": (
        (
            "Gatan – kvikmyndagagnrýni\n"
            "Leikstjóri: Jón Vale\n"
            "Aðalhlutverk: Ida Ros, Ada Lind\n"
            "Frumsýnd: 3. nóvember 2016\n"
            "Myndin er hæg en það er fallegt ljós í henni.\n"
            "Einkunn: 4 af 5"
        ),
        "Jón Vale",
        "2016-11-03",
        4,
    ),
    "hr": (
        (
            "Ulica – recenzija\n"
            "Redatelj: Jon Vale\n"
            "Uloge: Ida Ros, Ada Lind\n"
            "Premijera: 3. studenoga 2016.\n"
            "Trajanje: 96 min\n"
            "Film je spor, ali ima vrlo lijepo svjetlo.\n"
            "Ocjena: 7/10"
        ),
        "Jon Vale",
        "2016-11-03",
        7,
    ),
    "sk": (
        (
            "Ulica – recenzia\n"
            "Réžia: Jon Vale\n"
            "Hrajú: Ida Ros, Ada Lind\n"
            "Premiéra v SR: 3. novembra 2016\n"
            "Dĺžka: 96 min\n"
            "Film je pomalý, ale má veľmi pekné svetlo.\n"
            "Hodnotenie: 70%"
        ),
        "Jon Vale",
        "2016-11-03",
        70,
    ),
}


@pytest.mark.parametrize("language", BOXES)
def test_every_fact_of_an_info_box_is_read(language: str) -> None:
    text, director, date, score = BOXES[language]
    (review,) = extract(text, assume="review").reviews
    assert review.language == language
    assert review.many("directors") == (director,)
    (release,) = review.many("availability")
    assert isinstance(release, Availability)
    assert (release.channel, str(release.date)) == ("theatrical", date)
    rating = review.value("score")
    assert isinstance(rating, Rating)
    assert rating.value == score
    actors = [one for one in review.many("people") if isinstance(one, Credit) and one.role == "actor"]
    assert len(actors) == 2


# language: prose, director, score; each opens in cinemas on 3 November, reviewed on 20 October 2016
PROSE = {
    "de": (
        (
            "Stille Gasse – Kritik\n"
            "Der neue Film von Regisseur Jon Vale ist nicht schlecht, aber er hat seine Längen. Stille "
            "Gasse startet am 3. November im Kino. Jon Vales Film bekommt von mir 7 von 10 Punkten."
        ),
        "Jon Vale",
        7,
    ),
    "fr": (
        (
            "La Ruelle - critique\n"
            "Le film réalisé par Jon Vale est beau mais il manque de souffle, et la fin est très "
            "lente. La Ruelle sort en salles le 3 novembre. Je lui donne 3 étoiles sur 5."
        ),
        "Jon Vale",
        3,
    ),
    "es": (
        (
            "La calle - crítica\n"
            "La película dirigida por Jon Vale es lenta pero tiene una luz muy hermosa. La calle se "
            "estrena en cines el 3 de noviembre. Le doy un 7 sobre 10."
        ),
        "Jon Vale",
        7,
    ),
    "it": (
        (
            "La via – recensione\n"
            "Il film diretto da Jon Vale è lento ma ha una luce molto bella. La via esce al cinema il "
            "3 novembre. Il mio voto è 7/10."
        ),
        "Jon Vale",
        7,
    ),
    "pt": (
        (
            "A rua de pedra - crítica\n"
            "O filme dirigido por Jon Vale é lento, mas tem uma luz muito bonita. A rua de pedra "
            "estreia nos cinemas no dia 3 de novembro. Minha nota é 7 de 10."
        ),
        "Jon Vale",
        7,
    ),
    "nl": (
        (
            "De lange straat – recensie\n"
            "De film van regisseur Jon Vale is traag maar heeft een mooi licht. De lange straat draait "
            "vanaf 3 november in de bioscoop. Ik geef de film 4 van de 5 sterren."
        ),
        "Jon Vale",
        4,
    ),
    "pl": (
        (
            "Cicha ulica – recenzja\n"
            "Film w reżyserii Jona Vale'a jest powolny, ale ma bardzo piękne światło. Cicha ulica "
            "wchodzi na ekrany kin 3 listopada. Moja ocena: 7/10."
        ),
        "Jon Vale",
        7,
    ),
    "cs": (
        (
            "Tichá ulice – recenze\n"
            "Snímek režiséra Johna Halla je pomalý, ale má velmi krásné světlo. Tichá ulice vstupuje "
            "do kin 3. listopadu. Dávám 70%."
        ),
        "John Hall",
        70,
    ),
    "sv": (
        (
            "Gatan – recension\n"
            "Filmen av regissören Jon Vale är långsam men har ett vackert ljus. Gatan har biopremiär "
            "den 3 november. Betyget blir en stark fyra."
        ),
        "Jon Vale",
        4,
    ),
    "da": (
        (
            "Gaden – anmeldelse\n"
            "Filmen er instrueret af Jon Vale og er langsom, men har et smukt lys. Gaden har premiere "
            "i biografen den 3. november. Jeg giver den 4 ud af 6 stjerner."
        ),
        "Jon Vale",
        4,
    ),
    "no": (
        (
            "Gata – anmeldelse\n"
            "Filmen er regissert av Jon Vale og er langsom, men har et vakkert lys. Gata har premiere "
            "på kino 3. november. Terningkast 4."
        ),
        "Jon Vale",
        4,
    ),
    "fi": (
        (
            "Katu – arvostelu\n"
            "Elokuvan on ohjannut Jon Vale, ja se on hidas mutta hyvin kaunis. Katu saa ensi-iltansa "
            "elokuvateattereissa 3. marraskuuta. Annan sille 4/5 tähteä."
        ),
        "Jon Vale",
        4,
    ),
    "hu": (
        (
            "Az utca – kritika\n"
            "A filmet rendezte Vale Jon, és nagyon lassú, de szép a fénye. Az utca november 3-án kerül "
            "a mozikba. Értékelésem 7/10."
        ),
        "Vale Jon",
        7,
    ),
    "ro": (
        (
            "Strada – recenzie\n"
            "Filmul regizat de Jon Vale este lent, dar are o lumină foarte frumoasă. Strada intră din "
            "3 noiembrie în cinematografe. Îi dau 7 din 10."
        ),
        "Jon Vale",
        7,
    ),
    "tr": (
        (
            "Sokak – eleştiri\n"
            "Yönetmen Jon Vale'nin filmi çok yavaş ama güzel bir ışığı var. Sokak 3 Kasım'da vizyona "
            "giriyor. Puanım 7/10."
        ),
        "Jon Vale",
        7,
    ),
    "el": (
        (
            "Ο δρόμος – κριτική\n"
            "Η ταινία σε σκηνοθεσία Jon Vale είναι αργή αλλά έχει πολύ όμορφο φως. Ο δρόμος θα βγει "
            "στις αίθουσες στις 3 Νοεμβρίου. Βαθμολογία 7/10."
        ),
        "Jon Vale",
        7,
    ),
    "ru": (
        (
            "Улица – рецензия\n"
            "Фильм режиссёра Ивана Валова медленный, но у него очень красивый свет. «Улица» выходит в "
            "прокат 3 ноября. Ставлю 7 из 10."
        ),
        "Иван Валов",
        7,
    ),
    "id": (
        (
            "Jalan Sunyi – review\n"
            "Film yang disutradarai oleh Jon Vale ini lambat tetapi memiliki cahaya yang sangat indah. "
            "Jalan Sunyi tayang di bioskop mulai 3 November. Saya beri nilai 7 dari 10."
        ),
        "Jon Vale",
        7,
    ),
    "ja": (
        (
            "静かな通り 感想\n"
            "宮田三郎監督の新作はとてもゆっくりしているが、光が美しい映画だ。11月3日公開。評価は10点満点中7点。"
        ),
        "宮田三郎",
        7,
    ),
    "ko": (
        ("조용한 거리 리뷰\n김민수 감독의 신작은 느리지만 빛이 아름다운 영화다. 11월 3일 개봉한다. 별 5개 중 4개."),
        "김민수",
        4,
    ),
    "zh": (
        ("安静的街 影评\n由王小明执导的电影很慢,但是光线非常美,我很喜欢。影片11月3日上映。我给8分。"),
        "王小明",
        8,
    ),
}


@pytest.mark.parametrize("language", PROSE)
def test_the_facts_of_a_sentence_are_read(language: str) -> None:
    text, director, score = PROSE[language]
    (review,) = extract(text, "https://harrow.example/2016/10/20/film", assume="review").reviews
    assert review.many("directors") == (director,)
    (release,) = review.many("availability")
    assert isinstance(release, Availability)
    assert (release.channel, str(release.date), release.basis) == ("theatrical", "2016-11-03", "year_inferred")
    rating = review.value("score")
    assert isinstance(rating, Rating)
    assert rating.value == score
