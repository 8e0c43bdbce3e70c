from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest

import ceaseline as cl
from ceaseline.cli.outcome import _as_text
from ceaseline.cli.work import outcome_data
from ceaseline.errors import EvidenceError, FormError, InputError, UnknownName
from ceaseline.pipeline import Outcome
from easter import LATER, NOW, blind_to_hashes, coded, easter, exchanged, swap


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def all_bytes(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_right_answer_for_easter(tmp_path: Path) -> None:
    outcome = cl.open(easter(tmp_path)).run(now=NOW)
    together = outcome.signals.filter(pl.col("region").is_null(), clock="A").row(0, named=True)
    assert 0.015 == pytest.approx(together["ratio"], abs=0.0005)
    assert (1, 85) == (together["rank"], together["windows"])
    assert {"Kharkiv", "Dnipropetrovsk"} == set(together["left_out"].split("; "))
    assert ("A", "holding") == (together["acts_of"], together["supports"])
    verdicts = {
        (row["clause_id"], row["obligor"], row["clock"]): (row["verdict"], row["signal"], row["recorded"])
        for row in outcome.verdicts.iter_rows(named=True)
    }
    for clock in ("A", "B"):
        assert ("cannot_tell", "holding", None) == verdicts["no-air-attack", "A", clock]
        assert ("not_verifiable", "none", None) == verdicts["no-air-attack", "B", clock]
        assert ("cannot_tell", "none", None) == verdicts["no-air-attack", "any", clock]
        for side in ("A", "B", "any"):
            assert ("not_verifiable", "none", None) == verdicts["no-ground-fire", side, clock]
    totals = outcome.claims.filter(pl.col("total_of").is_not_null()).select("claimant", "residual", "residual_is")
    assert [("B", 7, "at_most"), ("A", 0, "exact")] == totals.rows()


def test_deleting_the_tables_and_running_again_gives_the_same_bytes(tmp_path: Path) -> None:
    case = cl.open(easter(tmp_path))
    case.run(now=NOW)
    before = all_bytes(case.folder / "tables")
    shutil.rmtree(case.folder / "tables")
    case.run(now=LATER)
    assert before == all_bytes(case.folder / "tables")


def test_the_same_files_twice_change_nothing(tmp_path: Path) -> None:
    case = cl.open(easter(tmp_path))
    assert [True, True] == [taken.how == "new" for taken in case.take(now=NOW)]
    before = case.run(now=NOW)
    assert [False, False] == [taken.how == "new" for taken in case.take(now=LATER)]
    after = case.run(now=LATER)
    assert NOW == after.as_of
    assert all(before.tables[name].equals(after.tables[name]) for name in before.tables)


def test_a_dry_run_reads_the_same_rows_and_keeps_nothing(tmp_path: Path) -> None:
    case = cl.open(easter(tmp_path))
    dry = case.take(dry_run=True, now=NOW)
    assert not (case.folder / "evidence").exists()
    kept = case.take(now=NOW)
    for one, other in zip(dry, kept, strict=True):
        assert one.reading is not None
        assert other.reading is not None
        assert one.capture.capture_id == other.capture.capture_id
        assert one.reading.rows.equals(other.reading.rows)


def test_a_corrected_list_of_claims_stands_in_place_of_the_older_one(tmp_path: Path) -> None:
    case = cl.open(easter(tmp_path))
    case.run(now=NOW)
    edit(case.folder / "inbox" / "party_claims.csv", "assaults,96,", "assaults,97,")
    after = case.run(now=LATER)
    assert 19 == after.claims.height
    assert 6 == after.claims.filter(claimant="B").drop_nulls("residual")["residual"][0]
    as_it_was = case.run(as_of=NOW)
    assert 7 == as_it_was.claims.filter(claimant="B").drop_nulls("residual")["residual"][0]
    assert NOW == as_it_was.as_of


def test_an_older_list_comes_back_by_a_ruling_on_the_newer_and_never_by_being_delivered_again(
    tmp_path: Path,
) -> None:
    case = cl.open(easter(tmp_path))
    case.run(now=NOW)
    path = case.folder / "inbox" / "party_claims.csv"
    older = path.read_bytes()
    edit(path, "assaults,96,", "assaults,97,")
    newer = case.run(now=LATER).captures.filter(standing="superseded")
    path.write_bytes(older)
    assert 6 == _residual(case.run(now=LATER))
    assert ["party-claims"] == newer["source"].to_list()
    (wrong,) = (each for each in case.evidence.captures() if each.supersedes)
    case.decide(wrong.capture_id, "left_out", reason="A forged correction.", by="R. One", now=LATER)
    assert 7 == _residual(case.run(now=LATER))
    assert 7 == _residual(case.run(as_of=NOW))


def _residual(outcome: Outcome) -> int:
    return int(outcome.claims.filter(claimant="B").drop_nulls("residual")["residual"][0])


def test_a_run_from_a_copy_of_evidence_and_forms_gives_the_same_bytes(tmp_path: Path) -> None:
    case = cl.open(easter(tmp_path))
    case.run(now=NOW)
    case.decide("no-air-attack:A", "not_verifiable", reason="Too few posts.", by="R. One", now=NOW)
    case.run(now=LATER)
    copy = shutil.copytree(case.folder, tmp_path / "copy", ignore=shutil.ignore_patterns("inbox", "tables"))
    cl.open(copy).run(now=LATER)
    assert all_bytes(case.folder / "tables") == all_bytes(copy / "tables")


def test_a_newer_download_of_a_series_adds_to_the_older_and_its_word_stands(tmp_path: Path) -> None:
    folder = easter(tmp_path)
    path = folder / "inbox" / "air_alerts_hourly.csv"
    lines = path.read_text("utf-8").splitlines()
    path.write_text("\n".join(lines[:1501]) + "\n", "utf-8")
    case = cl.open(folder)
    first = case.run(now=NOW)
    corrected = [line + "1" if line.startswith("2025-05-05T00:00Z") else line for line in lines[1401:]]
    path.write_text("\n".join([lines[0], *corrected]) + "\n", "utf-8")
    second = case.run(now=LATER)
    assert 1500 * 4 == first.series.height
    assert 2208 * 4 == second.series.height
    region = "rest of the country"
    changed = (
        first.series.filter(region=region)
        .join(second.series.filter(region=region), on="from")
        .filter(pl.col("value") != pl.col("value_right"))
    )
    assert 1 == changed.height
    assert changed["value"][0] * 10 + 1 == changed["value_right"][0]


def test_mended_rows_can_be_fed_again(tmp_path: Path) -> None:
    folder = easter(tmp_path)
    claims = folder / "inbox" / "party_claims.csv"
    edit(claims, "assaults,96,", "assaults,ninety-six,")
    edit(claims, '"violations, total",4900,', '"violations, total",-4900,')
    case = cl.open(folder)
    before = case.run(now=NOW)
    assert 17 == before.claims.height
    assert {("count", "not-a-number"), ("count", "negative")} == set(
        before.set_aside.select("field", "rule").rows()
    )
    (waiting,) = (case.folder / "tables" / "set_aside").iterdir()
    mended = folder / "inbox" / waiting.name
    shutil.copy(waiting, mended)
    edit(mended, "ninety-six", "96")
    edit(mended, "'-4900", "4900")
    (taken,) = case.take([mended], source="party-claims", now=LATER)
    assert taken.reading is not None
    assert (2, 0) == (taken.reading.rows.height, taken.reading.set_aside.height)
    after = case.run(now=LATER)
    assert {7, 0} == set(after.claims["residual"].drop_nulls())
    assert 19 == after.claims.height


def test_exchanging_the_parties_in_every_input_exchanges_them_in_every_output(tmp_path: Path) -> None:
    one = cl.open(coded(easter(tmp_path / "one")))
    other = cl.open(exchanged(coded(easter(tmp_path / "other"))))
    for case, party in ((one, "PA"), (other, "PB")):
        case.run(now=NOW)
        case.decide(f"no-air-attack:{party}", "not_verifiable", reason="Too few posts.", by="R. One", now=NOW)
    outcomes = one.run(now=NOW), other.run(now=NOW)
    assert [2, 2] == [outcome.verdicts["decision_id"].count() for outcome in outcomes]
    said = [json.dumps(outcome_data(outcome), ensure_ascii=False, default=_as_text) for outcome in outcomes]
    assert swap(blind_to_hashes(said[0])) == blind_to_hashes(said[1])
    pages = [case.report(outcome).decode() for case, outcome in zip((one, other), outcomes, strict=True)]
    assert swap(blind_to_hashes(pages[0])) == blind_to_hashes(pages[1])
    assert pages[0] != pages[1]
    assert [(label, swap(text)) for label, text in one.sentences()] == other.sentences()


def test_an_hour_nobody_reported_takes_the_signal_away_and_never_gives_peace(tmp_path: Path) -> None:
    folder = easter(tmp_path)
    path = folder / "inbox" / "air_alerts_hourly.csv"
    lines = path.read_text("utf-8").splitlines(keepends=True)
    path.write_text("".join(line for line in lines if not line.startswith("2025-04-20T03:00Z")), "utf-8")
    outcome = cl.open(folder).run(now=NOW)
    row = outcome.verdicts.filter(clause_id="no-air-attack", obligor="A", clock="A").row(0, named=True)
    assert ("cannot_tell", "none", None) == (row["verdict"], row["signal"], row["recorded"])
    assert "lacks 1 hours" in row["reason"]
    assert outcome.signals.is_empty()


def test_no_file_at_all_gives_no_better_answer(tmp_path: Path) -> None:
    folder = easter(tmp_path)
    shutil.rmtree(folder / "inbox")
    outcome = cl.open(folder).run(now=NOW)
    assert {"cannot_tell", "not_verifiable"} == set(outcome.verdicts["verdict"])
    assert {"none"} == set(outcome.verdicts["signal"])
    assert outcome.as_of is None


def test_a_refused_file_is_kept_and_named_and_the_others_are_read(tmp_path: Path) -> None:
    folder = easter(tmp_path)
    (folder / "inbox" / "air_alerts_hourly.csv").write_text("<!DOCTYPE html><html>Please log in</html>", "utf-8")
    case = cl.open(folder)
    outcome = case.run(now=NOW)
    assert [("air_alerts_hourly.csv", "refused")] == outcome.set_aside.select("file", "rule").rows()
    assert "web page" in outcome.set_aside["mend"][0]
    assert 2 == outcome.captures.height
    assert 19 == outcome.claims.height


def test_changed_evidence_stops_everything(tmp_path: Path) -> None:
    case = cl.open(easter(tmp_path))
    case.run(now=NOW)
    blob = case.evidence.blobs.place(case.evidence.captures()[0].capture_id)
    blob.chmod(0o644)
    blob.write_bytes(blob.read_bytes().replace(b"2025", b"2026", 1))
    with pytest.raises(EvidenceError, match="bytes were changed"):
        case.run(now=LATER)


def test_lost_evidence_stops_everything(tmp_path: Path) -> None:
    case = cl.open(easter(tmp_path))
    case.run(now=NOW)
    case.evidence.blobs.place(case.evidence.captures()[0].capture_id).unlink()
    with pytest.raises(EvidenceError, match="bytes are gone"):
        case.run(as_of=NOW)


def test_every_problem_of_every_form_is_told_at_once(tmp_path: Path) -> None:
    folder = easter(tmp_path)
    edit(folder / "case.toml", "threshold = 0.95", "threshold = 1.95")
    edit(folder / "terms.yaml", "modality: prohibition\n", "modality: prohibit\n")
    problems = cl.open(folder).problems()
    assert any(problem.startswith("case.toml:9: release.threshold:") for problem in problems)
    assert any("terms.yaml:" in problem and "modality" in problem for problem in problems)
    assert 2 == len(problems)


def test_a_broken_form_takes_nothing_in(tmp_path: Path) -> None:
    folder = easter(tmp_path)
    edit(folder / "sources.yaml", "kind: series", "kind: serie")
    with pytest.raises(FormError, match=r"sources.yaml:3: .*'series'"):
        cl.open(folder).run(now=NOW)
    assert not (folder / "evidence").exists()


def test_a_file_no_source_knows_is_refused_with_the_names_there_are(tmp_path: Path) -> None:
    case = cl.open(easter(tmp_path))
    with pytest.raises(InputError, match=r"--source NAME \(there are: air-alerts, party-claims\)"):
        case.take([case.folder / "inbox" / "truces.csv"])
    with pytest.raises(UnknownName, match="Did you mean 'air-alerts'"):
        case.take([case.folder / "inbox" / "truces.csv"], source="air-alert")


def test_a_folder_that_is_no_case_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="ceaseline new"):
        cl.open(tmp_path)


def test_a_case_is_found_from_a_folder_inside_it(tmp_path: Path) -> None:
    folder = easter(tmp_path)
    assert folder.resolve() == cl.open(folder / "inbox").folder


def test_two_sides_that_say_the_very_same_thing_in_two_files_are_two_claims(tmp_path: Path) -> None:
    folder = easter(tmp_path)
    header = "truce,claimant,accused,window_as_stated,from,until,zone,item,count,at_least,source_url,note\n"
    row = "easter2025,{},{},,2025-04-20 00:00,2025-04-21 00:00,Europe/Kyiv,shelling,7,0,,\n"
    (folder / "inbox" / "party_claims.csv").write_text(header + row.format("Russia", "Ukraine"), "utf-8")
    other = folder / "inbox" / "other.csv"
    other.write_text(header + row.format("Ukraine", "Russia"), "utf-8")
    case = cl.open(folder)
    case.take([other], source="party-claims", now=NOW)
    claims = case.run(now=LATER).claims
    assert [("B", "A"), ("A", "B")] == claims.select("claimant", "accused").rows()
    assert 2 == claims["claim_id"].n_unique()


def test_parts_that_were_set_aside_are_not_passed_off_as_a_residual(tmp_path: Path) -> None:
    folder = easter(tmp_path)
    edit(folder / "inbox" / "party_claims.csv", "shelling,1882,", "shelling,1882?,")
    case = cl.open(folder)
    told = case.material(case.run(now=NOW)).arithmetic
    assert all("so parts may be missing" in sentence for sentence in told.values())


def test_before_its_start_a_clause_is_not_in_force_whatever_came_later(tmp_path: Path) -> None:
    case = cl.open(easter(tmp_path))
    case.run(now=NOW)
    before = datetime(2025, 4, 19, 14, 59, tzinfo=UTC)
    outcome = case.run(as_of=before)
    assert {"not_in_force"} == set(outcome.verdicts["verdict"])
    assert {before} == set(outcome.verdicts["as_of"])


def test_each_set_of_forms_a_run_was_made_with_is_evidence_once(tmp_path: Path) -> None:
    case = cl.open(easter(tmp_path))
    case.run(now=NOW)
    case.run(now=LATER)
    kinds = [entry.kind for entry in case.evidence.entries()]
    assert ["capture", "capture", "form", "form", "form", "run", "said"] == kinds
    edit(case.folder / "case.toml", "threshold = 0.95", "threshold = 0.96")
    cl.open(case.folder).run(now=LATER)
    later = list(case.evidence.entries())[7:]
    assert ["form", "run"] == [entry.kind for entry in later]
    assert later[0].body["sha256"] == later[1].body["forms"]["case.toml"]
    assert cl.__version__ == later[1].body["version"]
