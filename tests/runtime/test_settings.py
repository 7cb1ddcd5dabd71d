from pathlib import Path

import pytest

from api.settings import Settings, SettingsProblem


def test_without_an_environment_there_is_a_default_for_everything():
    settings = Settings.from_environment({"HOME": "/home/someone"})
    assert (settings.host, settings.port, settings.spool_mb) == ("127.0.0.1", 8000, 2048)
    assert settings.whole_file_mb == 32
    assert settings.public_url == "http://127.0.0.1:8000"
    assert settings.database_url is settings.owner_url is settings.contact_email is None
    assert settings.spool_dir == settings.data_dir / "spool"
    assert (settings.releases_dir / "0001-founding-articles").is_dir()


def test_an_ordinary_users_data_lie_in_the_home_and_roots_do_not(monkeypatch):
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    home, told = {"HOME": "/home/someone"}, {"XDG_DATA_HOME": "/data"}
    assert Settings.from_environment(home).data_dir == Path("/home/someone/.local/share/muster")
    assert Settings.from_environment(home | told).data_dir == Path("/data/muster")
    monkeypatch.setattr("os.geteuid", lambda: 0)
    assert Settings.from_environment(home | told).data_dir == Path("/var/lib/muster")


def test_every_setting_is_read():
    settings = Settings.from_environment(
        {
            "MUSTER_DATABASE_URL": "postgresql://muster_reader:s@db/muster",
            "MUSTER_LOG_LEVEL": "WARNING",
            "MUSTER_HOST": "::1",
            "MUSTER_PORT": "80",
            "MUSTER_SPOOL_MB": "",
            "MUSTER_CONTACT_EMAIL": "data@muster.example",
        }
    )
    assert settings.log_level == "warning"
    assert settings.contact_email == "data@muster.example"
    assert settings.public_url == "http://[::1]:80"
    assert settings.spool_mb == 2048


def test_all_problems_are_told_at_once_and_no_password():
    with pytest.raises(SettingsProblem) as told:
        Settings.from_environment(
            {
                "MUSTER_PORT": "65536",
                "MUSTER_WORKERS": "0",
                "MUSTER_OWNER_URL": "mysql://owner:hunter2@db",
                "MUSTER_LOG_LEVEL": "loud",
                "MUSTER_PUBLIC_URL": "muster.example",
                "MUSTER_CONTACT_EMAIL": "data at muster.example",
                "MUSTER_PROT": "8000",
            }
        )
    assert [line.partition(":")[0] for line in told.value.problems] == [
        "MUSTER_PROT",
        "MUSTER_PORT",
        "MUSTER_OWNER_URL",
        "MUSTER_LOG_LEVEL",
        "MUSTER_WORKERS",
        "MUSTER_PUBLIC_URL",
        "MUSTER_CONTACT_EMAIL",
    ]
    assert "hunter2" not in str(told.value)


def test_a_setting_that_is_gone_is_refused_with_the_reason():
    with pytest.raises(SettingsProblem, match=r"MUSTER_TRUSTED_PROXIES: no longer a setting; .*addresses"):
        Settings.from_environment({"MUSTER_TRUSTED_PROXIES": "10.0.0.0/8"})
