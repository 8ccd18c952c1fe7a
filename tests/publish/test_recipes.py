from scraper.publish.feed import Feed
from scraper.publish.outbox import drain
from scraper.publish.recipes import batches


def test_a_feed_comes_in_batches_that_say_where_to_go_on(tmp_path, put, outbox):
    for number in range(5):
        put(f"https://a.example/{number}", title=f"Film {number}")
    gone = outbox.put(put("https://a.example/9").id, None)
    drain(outbox, Feed(tmp_path))
    found = list(batches(tmp_path, size=4))
    assert [version for version, _, _ in found] == [0, 4]
    assert [document["title"] for _, documents, _ in found for document in documents] == [f"Film {n}" for n in range(5)]
    assert [ids for _, _, ids in found] == [[], [gone.id]]
    assert [version for version, _, _ in batches(tmp_path, after=4)] == [4]
    assert list(batches(tmp_path, after=99)) == []
