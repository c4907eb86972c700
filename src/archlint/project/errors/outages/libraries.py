"""What libraries raise when that which they talk to cannot be reached: data, one row a library, sorted."""

from __future__ import annotations

from typing import Literal, TypeAlias

from archlint.project.errors.clauses import Error
from archlint.records import Record

Kind: TypeAlias = Literal["store", "http"]
"""A store is a database, a cache, a broker or a search engine of the service's own; http is whatever a URL names."""


class Library(Record, frozen=True):
    """The errors of one library that mean an outage, each with what it builds on, nearest first."""

    what: str
    """What cannot be reached, for a message."""
    kind: Kind
    chains: tuple[tuple[str, ...], ...]
    mute: frozenset[str] = frozenset()
    """Classes among the bases that a clause names for the sake of other errors: they take outages, and tell nothing."""


_DB_API = (("OperationalError", "DatabaseError", "Error"),)
_ES = (("ConnectionTimeout", "ConnectionError", "TransportError"), ("ConnectionError", "TransportError"))
_HTTPX = Library(
    "the service behind it",
    "http",
    (
        ("ConnectError", "NetworkError", "TransportError", "RequestError", "HTTPError"),
        ("ConnectTimeout", "TimeoutException", "TransportError", "RequestError", "HTTPError"),
    ),
    frozenset({"HTTPError"}),
)
_REQUESTS = Library(
    "the service behind it",
    "http",
    (("ConnectTimeout", "ConnectionError", "Timeout", "RequestException"), ("ConnectionError", "RequestException")),
    frozenset({"RequestException"}),
)
_REDIS = Library("Redis", "store", (("ConnectionError", "RedisError"), ("TimeoutError", "RedisError")))
LIBRARIES: dict[str, Library] = {
    "MySQLdb": Library("the database", "store", _DB_API, frozenset({"Error", "DatabaseError"})),
    "aio_pika": Library(
        "the message broker", "store", (("AMQPConnectionError", "AMQPError"),), frozenset({"AMQPError"})
    ),
    "aiohttp": Library(
        "the service behind it",
        "http",
        (
            ("ClientConnectorError", "ClientOSError", "ClientConnectionError", "ClientError"),
            ("ServerTimeoutError", "ServerConnectionError", "ClientConnectionError", "ClientError"),
        ),
        frozenset({"ClientError"}),
    ),
    "aiokafka": Library("Kafka", "store", (("KafkaConnectionError", "KafkaError"),), frozenset({"KafkaError"})),
    "aiomysql": Library("the database", "store", _DB_API, frozenset({"Error", "DatabaseError"})),
    "aioredis": _REDIS,
    "asyncpg": Library(
        "the database",
        "store",
        (
            ("CannotConnectNowError", "OperatorInterventionError", "PostgresError"),
            ("ConnectionDoesNotExistError", "PostgresConnectionError", "PostgresError"),
            ("ConnectionFailureError", "PostgresConnectionError", "PostgresError"),
            ("TooManyConnectionsError", "InsufficientResourcesError", "PostgresError"),
        ),
        frozenset({"InsufficientResourcesError", "OperatorInterventionError", "PostgresError"}),
    ),
    "botocore": Library(
        "the cloud service",
        "store",
        (
            ("ConnectTimeoutError", "ConnectionError", "HTTPClientError", "BotoCoreError"),
            ("EndpointConnectionError", "ConnectionError", "HTTPClientError", "BotoCoreError"),
        ),
        frozenset({"BotoCoreError", "ConnectionError", "HTTPClientError"}),
    ),
    "cassandra": Library("the database", "store", (("NoHostAvailable",),)),
    "elastic_transport": Library("the search engine", "store", _ES, frozenset({"TransportError"})),
    "elasticsearch": Library("the search engine", "store", _ES, frozenset({"TransportError"})),
    "httpx": _HTTPX,
    "httpx2": _HTTPX,
    "kafka": Library("Kafka", "store", (("KafkaConnectionError", "KafkaError"), ("NoBrokersAvailable", "KafkaError"))),
    "kombu": Library("the message broker", "store", (("OperationalError", "KombuError"),), frozenset({"KombuError"})),
    "neo4j": Library("the database", "store", (("ServiceUnavailable", "DriverError"),), frozenset({"DriverError"})),
    "niquests": _REQUESTS,
    "opensearchpy": Library("the search engine", "store", _ES, frozenset({"TransportError"})),
    "pika": Library("the message broker", "store", (("AMQPConnectionError", "AMQPError"),), frozenset({"AMQPError"})),
    "psycopg": Library("the database", "store", _DB_API, frozenset({"Error", "DatabaseError"})),
    "psycopg2": Library("the database", "store", _DB_API, frozenset({"Error", "DatabaseError"})),
    "pymongo": Library(
        "MongoDB",
        "store",
        (
            ("ServerSelectionTimeoutError", "AutoReconnect", "ConnectionFailure", "PyMongoError"),
            ("NetworkTimeout", "AutoReconnect", "ConnectionFailure", "PyMongoError"),
        ),
    ),
    "pymysql": Library("the database", "store", _DB_API, frozenset({"Error", "DatabaseError"})),
    "redis": _REDIS,
    "requests": _REQUESTS,
    "sqlalchemy": Library(
        "the database",
        "store",
        (
            ("OperationalError", "DatabaseError", "DBAPIError", "StatementError", "SQLAlchemyError"),
            ("InterfaceError", "DBAPIError", "StatementError", "SQLAlchemyError"),
            ("TimeoutError", "SQLAlchemyError"),
            ("DisconnectionError", "SQLAlchemyError"),
        ),
        frozenset({"InterfaceError", "StatementError"}),
    ),
    "tortoise": Library(
        "the database", "store", (("DBConnectionError", "BaseORMException"),), frozenset({"BaseORMException"})
    ),
}
"""By the package that the errors come from."""


class Outage(Record, frozen=True):
    """An error class that outages come as."""

    name: str
    """Without its module."""
    package: str
    library: Library

    @property
    def is_base(self) -> bool:
        """Whether it stands for more than outages, which come as errors that are built on it."""
        return all(chain[0] != self.name for chain in self.chains)

    @property
    def nearer(self) -> tuple[str, ...]:
        """The classes that outages come as, where this one is a base of theirs."""
        return tuple(dict.fromkeys(chain[0] for chain in self.chains if chain[0] != self.name))[:3]

    @property
    def chains(self) -> tuple[tuple[str, ...], ...]:
        """The ways on which an outage comes to be one of this class."""
        return tuple(each for each in self.library.chains if self.name in each)


def outage(error: Error) -> Outage | None:
    """What an error class of a library says of an outage; None where it says nothing of one."""
    package, name = _parts(error)
    library = LIBRARIES.get(package)
    if library is None or name in library.mute or not any(name in chain for chain in library.chains):
        return None
    return Outage(name, package, library)


def takes(error: Error, found: Outage) -> bool:
    """Whether catching one class takes outages that come as another, or some of them."""
    package, name = _parts(error)
    return LIBRARIES.get(package) is found.library and any(name in chain for chain in found.chains)


def _parts(error: Error) -> tuple[str, str]:
    """An external class's package, and its name without modules."""
    if not isinstance(error, str):
        return "", ""
    package, _, rest = error.partition(".")
    return package, rest.rpartition(".")[2]
