"""The product's users, as Django sees them."""


class Router:
    """Users stand in the database that is measured; everything else is Django's own."""

    def db_for_read(self, model, **_hints):
        """The database that answers for this model."""
        return "people" if model._meta.db_table == "users" else None

    db_for_write = db_for_read
