"""The providers, locally: one origin that speaks their wires and renders real clips from the given picture.

It is written from the providers' documents (``shared/facts``), never from our own client, so that the two
can disagree. Nothing here costs money; every frame says SANDBOX. Import what you need from its module:
``vidwidgets.sandbox.server`` has ``start_sandbox`` and ``serve_sandbox``.

How a request travels: ``gate`` logs it and plays the scripted scenarios, ``app`` routes it to a wire, the wire
answers from the ``engine``. A job is a row in SQLite; its state is a function of the row and the clock
(``timeline``), so nothing has to run for it to progress. Only the picture is checked and the MP4 rendered by a
worker thread (``workers``), again on demand if the process that accepted the job is gone.

How to add a wire: write one file that has a class with the members of ``wire.Wire`` (``name``, ``routes()``,
``request_kind()``, ``turned_away()``, ``work()``), and name it in ``app.WIRES``. ``request_kind`` is what makes the
scenarios apply, ``turned_away`` words the refusals among them; ``work`` runs on a worker thread and turns a job into
an ``Outcome``.
"""
