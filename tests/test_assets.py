from pwa.assets import asset


def test_a_hashed_name_ends_as_every_host_reads_it():
    assert asset("a/My Photo.JPG", b"").name == "a/My Photo.e3b0c44298fc.jpg"
