"""What an operator learns from the tool before users tell."""

import json
import re
import sys
import threading
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from scraper.cli import main
from scraper.config import OperateSettings
from scraper.crawl.lock import locked
from scraper.errors import ConfigError, ScraperError
from scraper.operate import metrics, report
from scraper.operate.drift import Finding, drift
from scraper.operate.health import check
from scraper.operate.hook import tell
from scraper.operate.runs import Run, SiteYield, Watch, read_all

FINDING = Finding("coverage", "lantern.example", "score is found in 0%", "look at a page")


def kinds(found):
    return [one.kind for one in found]


def test_a_site_whose_markup_changes_between_two_runs_is_found(site, new_markup):
    assert site.run() == []
    found = site.run(new_markup)
    assert [(one.kind, one.subject) for one in found] == [("coverage", "lantern.example")]
    assert "score is found in 0% of its reviews, usually in 100%" in found[0].what
    assert "--explain" in found[0].remedy


def test_a_site_that_stays_as_it_was_is_quiet(site):
    assert [site.run() for _ in range(3)] == [[], [], []]


def test_a_run_without_anything_due_is_no_drift(site):
    site.run()
    assert site.run(reviews=0) == []


def test_the_summary_says_what_the_reviews_of_this_run_say(site, new_markup):
    site.run()
    site.run(new_markup, reviews=6)
    first, second = read_all(site.folder / "output" / "runs")
    old, new = first.watch.sites["lantern.example"], second.watch.sites["lantern.example"]
    assert (old.reviews, new.reviews, new.pages) == (8, 6, 6)
    assert (old.coverage["score"], new.coverage["score"], new.coverage["reviewer"]) == (1.0, 0.0, 1.0)
    assert old.winners["score"]
    assert second.watch.outbox_lag == {"feed": 0, "files": 0, "search": 0}


def runs_of(*yields):
    return [Run(f"r{n}", float(n), 1.0, "done", watch=Watch(sites={"a.example": one})) for n, one in enumerate(yields)]


GOOD = SiteYield(20, 40, 1, {"score": 0.9}, {"score": "jsonld"}, 0.8)


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        ({"coverage": {"score": 0.7}}, "coverage"),
        ({"winners": {"score": "prose"}}, "source"),
        ({"agreement": 0.5}, "agreement"),
        ({"reviews": 0}, "yield"),
        ({"failed": 20}, "failures"),
    ],
)
def test_each_way_to_drift_is_told_apart(change, kind):
    assert kinds(drift(runs_of(GOOD, GOOD, GOOD, replace(GOOD, **change)))) == [kind]


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"coverage": {"score": 0.8}},
        {"reviews": 3, "coverage": {"score": 0.0}},
        {"reviews": 0, "pages": 4},
        {"failed": 5},
    ],
)
def test_small_changes_and_small_samples_are_within_tolerance(change):
    assert drift(runs_of(GOOD, GOOD, GOOD, replace(GOOD, **change))) == []


def test_all_well_is_silence_and_status_0(site, capsys, monkeypatch):
    site.run()
    monkeypatch.setattr("time.time", lambda: site.now)
    assert main(["health", "--project", str(site.folder)]) == 0
    assert capsys.readouterr().out == ""


def test_health_answers_3_and_names_each_remedy(site, new_markup, capsys, monkeypatch):
    site.run()
    site.run(new_markup)
    monkeypatch.setattr("time.time", lambda: site.now + 40 * 3_600)
    assert main(["health", "--project", str(site.folder)]) == 3
    printed = capsys.readouterr().out
    assert re.search(r"stale: the last success was 4\d hours ago", printed)
    assert "coverage: lantern.example: score" in printed
    assert all(line.startswith("    ") for line in printed.splitlines()[1::2])
    assert main(["health", "--project", str(site.folder), "--format", "json"]) == 3
    assert kinds_of_json(capsys.readouterr().out) == ["stale", "coverage"]


def kinds_of_json(text):
    return [one["kind"] for one in json.loads(text)["findings"]]


def test_every_state_of_a_project_that_needs_a_person_is_found(site, monkeypatch):
    site.run()
    now = site.now
    assert kinds(check(site.project, now=now)) == []
    assert kinds(check(site.project, now=now - 40_000)) == ["clock"]
    monkeypatch.setattr("shutil.disk_usage", lambda _: type("Usage", (), {"free": 1_000}))
    assert kinds(check(site.project, now=now)) == ["disk"]
    monkeypatch.undo()
    (site.folder / "config" / "scraper.toml").write_text("")
    assert kinds(check(site.project, now=now)) == ["contact"]
    (site.folder / "output" / "store.sqlite").write_bytes(b"not a database at all" * 300)
    assert kinds(check(site.project, now=now)) == ["contact", "database"]


def test_a_run_that_hangs_is_found_by_its_lock(site):
    site.run()
    with locked(site.folder / "output"):
        assert kinds(check(site.project, now=site.now + 3_600)) == []
        assert kinds(check(site.project, now=site.now + 20 * 3_600)) == ["lock"]


def test_a_fault_is_no_success(site):
    site.run(ended="error")
    assert kinds(check(site.project, now=site.now)) == ["stale"]


def test_a_backlog_that_grows_and_robots_unreadable_for_long_are_found(site):
    site.run()
    folder = site.folder / "output" / "runs"
    (path,) = folder.glob("*.json")
    data = json.loads(path.read_text())
    for number in range(5):
        data |= {"id": f"run-9{number}", "started": f"2026-02-26T0{number}:00:00+00:00"}
        data["operate"] |= {"due": 50 * 2**number, "robots_unreadable": {"fog.example": 9 * 86_400.0}}
        (folder / f"{data['id']}.json").write_text(json.dumps(data))
    found = check(site.project, now=site.now + 22 * 3_600)
    assert kinds(found) == ["backlog", "robots"]
    assert "fog.example: robots.txt has been unreadable for 9 days" in found[1].what


def test_metrics_are_a_prometheus_text_file(site):
    site.run()
    text = (site.folder / "output" / "metrics.prom").read_text()
    assert 'crawl_field_coverage{host="lantern.example",field="score"} 1\n' in text
    assert 'crawl_pages_total{result="new"} 8\n' in text
    assert f"crawl_last_success_timestamp_seconds {site.now - 1_740:.0f}\n" in text
    assert 'crawl_outbox_lag{reader="search"} 0\n' in text
    for line in text.splitlines():
        assert re.fullmatch(r'# (HELP|TYPE) crawl_\w+ .+|crawl_\w+(\{\w+="[^"]*"(,\w+="[^"]*")*\})? [-+.\de]+', line), (
            line
        )
    assert len(re.findall(r"# TYPE (\w+)", text)) == len(set(re.findall(r"# TYPE (\w+)", text)))


def test_labels_of_metrics_are_escaped():
    run = Run("r", 0.0, 1.0, "done", {'a"\\\n': 1})
    assert r'{result="a\"\\\n"} 1' in metrics.render([run])
    assert metrics.render([]) == ""


def test_the_report_is_one_file_with_plots_and_nothing_from_outside(site, new_markup):
    site.run()
    site.run(new_markup)
    page = (site.folder / "output" / "report.html").read_text()
    assert page.count("<svg") >= 4
    assert "Scores on a scale of 0 to 100" in page
    assert "score is found in 0% of its reviews" in page
    assert not re.search(r"<script|src=|href=|url\(|@import", page)


def test_hostile_words_in_a_report_are_only_words():
    bad = "<script>alert(1)</script>"
    run = Run(bad, 0.0, 1.0, bad, {bad: 3}, watch=Watch(sites={bad: SiteYield(9, 9, 0, {bad: 1.0, "score": 1.0})}))
    assert "<script" not in report.render([run, replace(run, started=9.0)], {bad: 2})


def test_files_that_are_no_summaries_are_passed_over(site):
    site.run()
    folder = site.folder / "output" / "runs"
    for name, text in (("a", "{"), ("b", "[]"), ("c", '{"id": 1}'), ("d", '{"id":"x","started":[],"seconds":1}')):
        (folder / f"{name}.json").write_text(text)
    assert len(read_all(folder)) == 1


def test_a_command_gets_the_findings(tmp_path):
    script = "import sys, pathlib; pathlib.Path(sys.argv[1]).write_bytes(sys.stdin.buffer.read())"
    settings = OperateSettings(command=(sys.executable, "-c", script, str(tmp_path / "told.json")))
    tell(settings, [])
    assert not (tmp_path / "told.json").exists(), "quiet when all is well"
    tell(settings, [FINDING])
    assert json.loads((tmp_path / "told.json").read_text())["findings"][0]["remedy"] == "look at a page"


@pytest.mark.parametrize("command", [("false",), ("/nowhere/program",)])
def test_a_command_that_fails_is_said(command):
    with pytest.raises(ScraperError, match=r"\[operate\] command"):
        tell(OperateSettings(command=command), [FINDING])


@pytest.fixture
def webhook():
    got: list[bytes] = []
    status = [204]

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            got.append(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(status[0])
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Quiet."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}/hook", got, status
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_webhook_gets_the_findings_and_a_refusal_is_said(webhook):
    address, got, status = webhook
    tell(OperateSettings(webhook=address), [FINDING])
    assert json.loads(got[0])["findings"][0]["kind"] == "coverage"
    status[0] = 500
    with pytest.raises(ScraperError, match="answered 500"):
        tell(OperateSettings(webhook=address), [FINDING])
    with pytest.raises(ConfigError, match="https"):
        tell(OperateSettings(webhook="http://elsewhere.example/"), [FINDING])
