"""What can stand in the way of a start, and what each says in one sentence."""

import multiprocessing
import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from ht_local import data_folder
from ht_local.engines.ports import free_port, require_free
from ht_local.place import Place
from ht_local.trouble import Trouble


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(data=tmp_path / "new" / "ht", port_base=8000)


def test_a_second_copy_says_that_the_first_runs(place: Place) -> None:
    with data_folder.taken(place):
        data_folder.began(place)
        asked: multiprocessing.Queue[str] = multiprocessing.get_context("fork").Queue()
        second = multiprocessing.get_context("fork").Process(
            target=_try_to_take, args=(place, asked)
        )
        second.start()
        told = asked.get(timeout=10)
        second.join()
    assert "A copy already runs" in told
    assert str(os.getpid()) in told
    assert data_folder.running(place) is None


def _try_to_take(place: Place, told: "multiprocessing.Queue[str]") -> None:
    try:
        with data_folder.taken(place):
            told.put("took it")
    except Trouble as trouble:
        told.put(str(trouble))


def test_whoever_asks_learns_which_copy_runs(place: Place) -> None:
    with data_folder.taken(place):
        found = data_folder.running(place)
    assert found is not None
    assert (found.pid, found.port_base) == (os.getpid(), 8000)


def test_data_of_another_version_are_left_alone(place: Place) -> None:
    with data_folder.taken(place):
        data_folder.began(place)
    (place.data / "version").write_text("0\n")
    with pytest.raises(Trouble, match="made by another version"), data_folder.taken(place):
        pass
    assert (place.data / "version").read_text() == "0\n"


def start_half(place: Place) -> None:
    with data_folder.taken(place):
        (place.data / "postgres").mkdir()
        raise Trouble("no")


def start_and_die(place: Place) -> None:
    with data_folder.taken(place):
        data_folder.began(place)
        raise Trouble("died")


def take(place: Place) -> None:
    with data_folder.taken(place):
        pass


def test_a_start_that_fails_leaves_nothing_behind(place: Place, tmp_path: Path) -> None:
    with pytest.raises(Trouble, match="no"):
        start_half(place)
    assert list(tmp_path.iterdir()) == []


def test_what_has_once_started_is_kept_when_something_fails(place: Place) -> None:
    with pytest.raises(Trouble, match="died"):
        start_and_die(place)
    assert (place.data / "began").exists()


def test_a_folder_of_somebody_else_is_left_alone(place: Place) -> None:
    place.data.mkdir(parents=True)
    (place.data / "thesis.odt").write_text("years of work")
    with pytest.raises(Trouble, match="not ours"), data_folder.taken(place):
        pass
    with pytest.raises(Trouble, match="not ours"):
        data_folder.remove(place)
    assert [path.name for path in place.data.iterdir()] == ["thesis.odt"]


def test_a_folder_that_cannot_be_written_is_said_so() -> None:
    nowhere = Place(data=Path("/proc/ht-local"), port_base=8000)
    with pytest.raises(Trouble, match="No permission to write"):
        take(nowhere)


def test_a_file_in_the_way_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(Trouble, match="is not a folder"):
        take(Place(data=tmp_path / "file", port_base=8000))


def test_reset_removes_everything(place: Place) -> None:
    with data_folder.taken(place):
        data_folder.began(place)
    data_folder.remove(place)
    assert list(place.data.iterdir()) == []


@pytest.fixture
def busy() -> Iterator[int]:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", free_port()))
        taken.listen()
        yield taken.getsockname()[1]


def test_a_busy_port_is_named(busy: int) -> None:
    with pytest.raises(Trouble, match=rf"uses port {busy} \(Postgres\)"):
        require_free({"Postgres": busy, "NATS": free_port()})


@pytest.mark.parametrize("base", ["eighty", "80", "65530", ""])
def test_a_port_base_that_cannot_be_is_refused(base: str) -> None:
    with pytest.raises(Trouble, match="HT_PORT_BASE"):
        Place.from_environment({"HT_PORT_BASE": base})


def test_production_is_refused() -> None:
    for name in ("HT_ENVIRONMENT", "HT_PLANS_ENVIRONMENT"):
        with pytest.raises(Trouble, match="production"):
            Place.from_environment({name: "production"})


def test_every_process_has_a_port_of_its_own() -> None:
    ports = Place(data=Path("/nowhere"), port_base=8000).all_ports()
    assert ports == {
        "intake": 8001, "plans": 8002, "referrals": 8003, "reporting": 8004,
        "identity provider": 8005, "intake operations": 8011, "plans operations": 8012,
        "referrals operations": 8013, "reporting operations": 8014, "NATS": 8022,
        "NATS monitoring": 8023, "Postgres": 8032,
    }  # fmt: skip
