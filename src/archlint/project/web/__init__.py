"""FastAPI's objects: routers, routes, dependencies and answers."""
