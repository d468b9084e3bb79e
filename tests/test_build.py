from pathlib import Path

import pytest

from admin_dashboard import build
from admin_dashboard.web.same_origin import SameOrigin


@pytest.fixture
def exports(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """A project of one page; counts its exports."""
    done: list[int] = []
    for name, path in {"ROOT": tmp_path, "STAMP": tmp_path / "stamp"}.items():
        monkeypatch.setattr(build, name, path)
    monkeypatch.setattr(build, "_export", lambda: done.append(1))
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets" / "page.css").write_text("a")
    return done


class TestBuildFrontend:
    def test_builds_once(self, exports: list[int]) -> None:
        assert [build.build_frontend(), build.build_frontend()] == [True, False]
        assert exports == [1]

    def test_builds_again_when_a_source_changes(self, exports: list[int], tmp_path: Path) -> None:
        build.build_frontend()
        (tmp_path / "assets" / "page.css").write_text("b")
        assert build.build_frontend()

    def test_builds_again_when_a_source_is_renamed(self, exports: list[int], tmp_path: Path) -> None:
        build.build_frontend()
        (tmp_path / "assets" / "page.css").rename(tmp_path / "assets" / "other.css")
        assert build.build_frontend()

    def test_builds_anyway_when_told_to(self, exports: list[int]) -> None:
        build.build_frontend()
        assert build.build_frontend(force=True)

    def test_leaves_the_locked_packages_in_one_form(self, exports: list[int], tmp_path: Path) -> None:
        (tmp_path / "reflex.lock").mkdir()
        forms = []
        for written in ('{"name": "x"}', '{\n\t"name": "x"}'):
            (tmp_path / "reflex.lock" / "package.json").write_text(written)
            build.build_frontend(force=True)
            forms.append((tmp_path / "reflex.lock" / "package.json").read_text())
        assert forms[0] == forms[1]

    def test_does_not_take_a_failed_build_for_a_build(self, exports: list[int], monkeypatch) -> None:
        monkeypatch.setattr(build, "_export", lambda: (_ for _ in ()).throw(build.BuildFailed("no")))
        with pytest.raises(build.BuildFailed):
            build.build_frontend()
        assert not build.is_built(build.sources_hash())

    def test_says_what_is_missing_without_bun(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        monkeypatch.setattr(build.sysconfig, "get_path", lambda _name: str(tmp_path))
        with pytest.raises(build.BuildFailed, match="bun is missing"):
            build._export()


class TestSameOrigin:
    def test_makes_the_built_frontend_ask_where_it_came_from(self, tmp_path: Path) -> None:
        script = tmp_path / "assets" / "reflex-env-1.js"
        script.parent.mkdir()
        script.write_text("var e={PING:`http://localhost:8000/ping`,EVENT:`ws://localhost:8000/_event`}")
        SameOrigin().post_build(static_dir=tmp_path)
        socket = 'location.origin.replace(/^http/,"ws")+"/_event"'
        assert script.read_text() == 'var e={PING:location.origin+"/ping",EVENT:' + socket + "}"

    def test_fails_the_build_rather_than_serve_one_address_only(self, tmp_path: Path) -> None:
        with pytest.raises(RuntimeError, match="SameOrigin"):
            SameOrigin().post_build(static_dir=tmp_path)
