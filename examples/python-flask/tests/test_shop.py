from shop import create_app


def test_index() -> None:
    assert b"bread" in create_app().test_client().get("/").data
