"""What English critics write, as sentences with gaps: ours, in the shapes that real pages have.

Gaps: `t` title, `y` year, `d` director(s), `ds` their possessive, `a` and `b` actors, `c` a character,
`m` minutes, `o` another film, `od` its director, `oy` its year, `place`.
"""

# ruff: noqa: E501 - a sentence stays on its line
from __future__ import annotations

# (headline, whether it states the year, whether it names the director)
HEADLINES = (
    "{t}", "{t}", "{t} ({y})", "{t} ({y})", "{t} [{y}]", "Movie Review: {t}", "Film Review: {t}", "{t} Review",
    "{t} – Review", "{t} - Movie Review", "[Review] {t}", "Review: {t} ({y})", "REVIEW: {t} ({y})", "{t} (Movie Review)",
    "Film Review | {t}", "{t} ({y}) Review", "Capsule Review: {t}", "Mini-Review: {t}", "Quick Review: {t}",
    "Review: “{t}” is a loopy delight", "Review: ‘{t}’ wastes a fine cast", "‘{t}’ Review: {a} shines in a cold thriller",
    "“{t}” Review: Nobody Sleeps in {place}", "{t} ({d}, {y})", "{t} Movie Review: Small Town, Long Night",
    "Spoiler-Free Review: {t}", "🎬 Review: {t}", "Review – {t} ({y})", "Movie Review – {t}",
)  # fmt: skip
JOKES = (
    "Two hours, three goats, no regrets", "I have seen the future and it needs a haircut",
    "Bring a coat", "Nobody told the cat", "Somebody hide the matches",
)  # fmt: skip
JOKE_OPENINGS = (
    "“{t}” is the kind of film that makes you check the locks twice.",
    "I went into “{t}” knowing nothing, which turned out to be the right amount.",
    "There is a lot of weather in “{t}”, and most of it happens indoors.",
)
OPENINGS = (
    "It takes a while before {t} shows its hand, and by then the audience in my row had stopped whispering.",
    "Somewhere in {place} a woman called {c} burns her letters, and {t} never quite recovers from that fire.",
    "There are films that shout and films that hum. {t} hums, off key, for {m} minutes.",
    "{a} has waited a long time for a part like {c}, and {t} hands it over without ceremony.",
    "I saw {t} on a wet afternoon with eleven other people, nine of whom stayed.",
    "The first image of {t} is a door; the last is the same door, and everything in between is about who may open it.",
    "Anyone who has ever missed a ferry will understand the mood of {t} within a minute.",
    "You could tell the story of {t} on a bus ticket and have room left for the fare.",
    "Halfway through {t} the electricity fails, and for once in this genre that is not a metaphor.",
    "Family dinners are seldom quiet in the movies, and the one that opens {t} ends with a broken window.",
    "Let me say first that {b} is the reason to stay until the credits of {t}.",
    "Nothing in the trailer prepares you for how funny {t} is, or how slowly it gets there.",
    "A postman, a flood and a stolen accordion: {t} has all it needs by minute five.",
    "{t} begins as a comedy about a wedding in {place} and ends as something you would rather not discuss there.",
    "What would you do with a house that nobody wants? {c}, the accountant at the centre of {t}, moves in.",
    "Few thrillers trust silence the way {t} does.",
    "If you have a brother, see {t} with him; if you have two, leave one at home.",
    "The town of {place} has one cinema, and {t} was shot across the street from it.",
)
DIRECTED = (
    "Directed by {d}, the film keeps its camera low and its voices lower.",
    "Director {d} stages the long dinner scene as if it were a shipwreck.",
    "{ds} film is at its best when nobody speaks.",
    "Written and directed by {d}, it has the patience of somebody who edits at night.",
    "The film, directed by {d}, was shot in nineteen days, and now and then you can tell.",
    "{t}, directed by {d}, wants to be three films and succeeds at two of them.",
    "Writer-director {d} knows this country well and forgives it little.",
    "In the hands of director {d} the material turns into a slow, strange comedy of manners.",
    "{t} is directed by {d}, who never met a staircase without a plan for it.",
    "The director, {d}, films crowds like weather and faces like maps.",
    "{t} was directed by {d} from a script that changes its mind twice.",
    "Filmmaker {d} makes a confident debut as a director here.",
    "Helmed by {d}, it moves like a train that is late and knows it.",
    "It is a film by {d}, so the dog survives.",
)
BOXES = (
    "<strong>Director:</strong> {d}",
    "<strong>Directed by:</strong> {d}<br />\n<strong>Starring:</strong> {a}, {b}<br />\n<strong>Running time:</strong> {m} minutes",
    "Directed by {d}. With {a} and {b}. {m} min.",
    "Dir. {d} | {m} mins | Cast: {a}, {b}",
    "Director: {d}<br />\nStarring: {a}, {b}<br />\nRated: PG-13",
    "<em>Directed by {d}. Starring {a}, {b}. Rated R.</em>",
    "Starring: {a}, {b}<br />\nDirector: {d}<br />\nRuntime: {m} minutes",
    "<strong>Director</strong>: {d} <strong>Cast</strong>: {a}, {b} <strong>Running Time</strong>: {m} min.",
)
MIDDLES = (
    "{a} plays {c} as a man who has rehearsed every sentence and believes none of them.",
    "The second act sags where a road movie should fly, but {b} keeps a hand on the wheel.",
    "There is a scene in a laundromat that I would put on a stamp.",
    "The photography is all rust and milk, and the sound design makes a kettle into a villain.",
    "What the script lacks in logic it makes up in grudges.",
    "It helps that {a} and {b} seem to dislike each other in a way that only friends can.",
    "Some of the jokes are older than the furniture, and they creak in the same places.",
    "The music is sparing; when the clarinet finally comes in, somebody behind me cried.",
    "A subplot about a lottery ticket goes nowhere, pleasantly.",
    "Children will be bored, their parents will be frightened, and the grandparents will recognise the wallpaper.",
    "By the time the snow arrives we know everyone in {place} by the sound of their boots.",
    "The ending is braver than it is clear, and I have thought about it every day since.",
    "I counted four false endings; the third is the one I would have kept.",
    "{b} does something with a sandwich that deserves its own essay.",
    "For a film about grief it is remarkably well fed.",
    "The dialogue has the rhythm of people who have stopped listening to each other years ago.",
    "Costumes and sets do the heavy lifting, and they lift with straight backs.",
    "The camera is never where you expect it and always where it should be.",
    "A chase through a market was clearly expensive and is clearly pointless.",
    "Nobody in this story ever turns on a light, which becomes a running gag among the viewers if not the makers.",
    "At {m} minutes it is exactly one argument too long.",
    "The hero’s big speech, all lower lip and moral, is the one moment I wanted to be elsewhere.",
    "It finds comedy in bank counters and tragedy in school plays.",
    "You leave with wet shoes and a better opinion of your neighbours.",
)
TRAPS = (
    "It has little of the bite of <em>{o}</em> ({oy}), which {od} made when he still had something to prove.",
    "Comparisons with {ods} <em>{o}</em> are unavoidable and, in the end, unfair.",
    "The story is set in 1987, but nobody would call it nostalgic.",
    "A colleague gave it two stars out of five and asked for his evening back; I see why, and I disagree.",
    "On IMDb it stands at 6.1/10, which tells you more about the site than about the film.",
    "The Tomatometer says 58%, so at least half of us are awake.",
    "Readers of this page will remember that {od} praised the script when it was still called something else.",
    "{a}, who was so good in <em>{o}</em>, has less to do here and does it better.",
    "On May 4, 1991, a boy is born in a lighthouse; that is where the trouble starts.",
    "The producer, {od}, has a cameo as a bus driver.",
    "The novel won a prize in 2003 and lost most of its readers by page 40.",
    "There is a race, there are 26.2 miles of it, and you will feel every one.",
    "It is not a film of two halves; it is a film of seven eighths.",
    "If I gave points for effort this would be a ten.",
    "The screenplay is by {od}, whose sense of an ending is still a sense of a fade.",
    "My companion, a doctor, said the operation was 100% wrong.",
)
CLOSINGS = (
    "See it with someone who hums.", "I would watch it again, but not alone.", "Go early, sit in the middle, forgive the end.",
    "It is not for everyone; it may be for you.", "You have been warned, and also invited.", "I missed my tram and did not mind.",
    "There are worse ways to be cold for an evening.", "It left me hungry, in both senses.",
    "A small film with a long shadow.", "The popcorn was better, but only just.",
)  # fmt: skip
AVAILABLE = (
    ("In theaters {mdy}.", "theatrical", True), ("{t} opens in theaters on {md}.", "theatrical", True),
    ("{t} is in select theaters {md}.", "theatrical", True), ("{t} arrives in cinemas on {mdy}.", "theatrical", True),
    ("{t} is available on digital and on demand on {mdy}.", "digital", True), ("{t} comes to VOD {md}.", "digital", True),
    ("Now streaming on Netflix.", "streaming", False), ("{t} is streaming on Netflix from {md}.", "streaming", True),
    ("{t} hits Blu-ray and DVD on {mdy}.", "physical", True), ("Out on DVD and Blu-ray {md}.", "physical", True),
    ("{t} is now playing in theaters.", "theatrical", False), ("{t} will be released in theaters on {mdy}.", "theatrical", True),
    ("{t} lands on Disney+ on {mdy}.", "streaming", True),
)  # fmt: skip
COMMENTS = (
    "Saw it last night. 2/10, and the two is for the parking.", "9 out of 10 from me, best thing since sliced goats.",
    "★★★★★ no notes", "I would give it a D+ at most.", "Directed by committee, if you ask me. Score: 3/10",
    "My rating: 10/10, my wife’s: 1/10.", "Great review! I liked it better than you did: 95%.",
    "Was this filmed in {place}? My aunt lives there.", "Nah. ★☆☆☆☆", "Is it on Netflix yet?",
)  # fmt: skip
READERS = ("Bert H.", "filmfan63", "Marigold", "Old Tom", "K. Brandt", "anonymous", "Tilda")
