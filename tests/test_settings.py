"""The environment makes a safe configuration or none."""

from pathlib import Path

import pytest

from fairwild.settings import DEVELOPMENT_KEY, VARIABLES, BadSettings, from_environment

GUIDE = Path(__file__).parent.parent / "docs" / "operating.md"
SECRET = "a-long-and-random-string-of-more-than-32-letters"


def test_nothing_set_is_a_development_house(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    settings = from_environment({})
    assert not settings.production
    assert settings.instance == tmp_path / "instance"
    assert settings.database_url == f"sqlite:///{tmp_path}/instance/fairwild.sqlite"
    assert settings.base_url == "http://127.0.0.1:8000"
    assert not settings.synthetic


@pytest.mark.parametrize("secret", [{}, {"FAIRWILD_SECRET_KEY": "short"}])
def test_production_without_a_secret_key_does_not_start(secret: dict[str, str]) -> None:
    with pytest.raises(BadSettings, match="FAIRWILD_SECRET_KEY"):
        from_environment({"FAIRWILD_ENV": "production", **secret})


def test_the_key_of_development_is_no_key_of_production() -> None:
    environ = {"FAIRWILD_ENV": "production", "FAIRWILD_SECRET_KEY": DEVELOPMENT_KEY}
    with pytest.raises(BadSettings, match="FAIRWILD_SECRET_KEY"):
        from_environment(environ)


def test_production_with_a_secret_key_starts() -> None:
    environ = {"FAIRWILD_ENV": "production", "FAIRWILD_SECRET_KEY": SECRET}
    with pytest.raises(BadSettings, match="FAIRWILD_BASE_URL"):
        from_environment(environ)
    settings = from_environment({**environ, "FAIRWILD_BASE_URL": "https://trace.example.org"})
    assert settings.production
    assert settings.secret_key == SECRET


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("FAIRWILD_ENV", "staging"),
        ("FAIRWILD_SESSION_HOURS", "soon"),
        ("FAIRWILD_MAX_UPLOAD_MB", "-1"),
        ("FAIRWILD_TRUSTED_PROXIES", "1.5"),
        ("FAIRWILD_BASE_URL", "trace.example.org"),
        ("FAIRWILD_BASE_URL", "ftp://trace.example.org"),
        ("FAIRWILD_DATABASE_URL", "postgres://localhost/fairwild"),
    ],
)
def test_a_wrong_value_names_its_variable(name: str, value: str) -> None:
    with pytest.raises(BadSettings, match=name):
        from_environment({name: value})


def test_a_misspelled_variable_is_named() -> None:
    with pytest.raises(BadSettings, match="FAIRWILD_DATABSE_URL"):
        from_environment({"FAIRWILD_DATABSE_URL": "sqlite://"})


def test_every_variable_changes_its_setting(tmp_path: Path) -> None:
    told = {
        "FAIRWILD_ENV": "production",
        "FAIRWILD_INSTANCE": str(tmp_path),
        "FAIRWILD_DATABASE_URL": "postgresql://somewhere/house",
        "FAIRWILD_SECRET_KEY": SECRET,
        "FAIRWILD_BASE_URL": "https://trace.example.org/",
        "FAIRWILD_MAIL_URL": "smtp://mail.example.org",
        "FAIRWILD_MAIL_FROM": "house@example.org",
        "FAIRWILD_MAX_UPLOAD_MB": "3",
        "FAIRWILD_SESSION_HOURS": "5",
        "FAIRWILD_TRUSTED_PROXIES": "2",
        "FAIRWILD_SYNTHETIC": "1",
    }
    assert set(told) == set(VARIABLES)
    settings, plain = from_environment(told), from_environment({})
    assert settings.base_url == "https://trace.example.org"
    assert settings.max_upload_bytes == 3 * 1024 * 1024
    for field in settings.__dataclass_fields__:
        assert getattr(settings, field) != getattr(plain, field)


def test_the_guide_lists_every_variable_as_the_code_does() -> None:
    rows = [
        line for line in GUIDE.read_text("utf-8").splitlines() if line.startswith("| `FAIRWILD")
    ]
    written = dict(row.strip("| ").split(" | ", 1) for row in rows)
    assert written == {f"`{name}`": meaning for name, meaning in VARIABLES.items()}
