"""The proof by crashes: the product's real processes, broken on purpose while messages are due.

``make chaos`` runs the long form, ``test_short_form.py`` a short one. ``filling`` makes people whose messages
are due in a moment, ``faults`` breaks what can break, ``acts`` changes facts over HTTP meanwhile, and
``checking`` then compares the stand-in's journal with the database. It imports nothing of the product.
"""
