from admin_dashboard.web import connections


def test_a_tab_that_sends_too_fast_is_not_heard():
    tab = connections.of("fast")
    heard = sum(tab.admits() for _ in range(int(connections.BURST) + 50))
    assert connections.BURST <= heard < connections.BURST + 50


def test_a_tab_is_heard_again_after_a_while():
    tab = connections.of("patient")
    tab.bucket = 0
    tab.filled_at -= 1
    assert tab.admits()


def test_tabs_that_are_gone_are_forgotten():
    connections.of("gone")
    kept = connections.of("here")
    assert connections.keep(["here"]) == {"here": kept}


def test_a_tab_that_goes_to_another_page_has_left_what_it_was_watching():
    tab = connections.of("watching")
    tab.go_to("/imports/1")
    tab.watchers.add("a state")
    tab.go_to("/imports/1")
    assert tab.is_watching
    tab.go_to("/users")
    assert not tab.is_watching
