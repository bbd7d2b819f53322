"""Documents generated from the code: event schemas, AsyncAPI, the page of events, the OpenAPI of each service.

`make docs` writes them; a stale one fails the tests. Schemas only grow: what integrators rely on is never taken away.
"""
