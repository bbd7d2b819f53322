"""Signing in: accounts, codes, refresh tokens, failures and keys."""

from alembic import op

revision = "0002"
down_revision = "0001"

TABLES = r"""
CREATE TABLE accounts (
    person_id UUID NOT NULL,
    login TEXT COLLATE "C" NOT NULL,
    password_hash TEXT,
    opened_at TIMESTAMP WITH TIME ZONE NOT NULL,
    disabled_at TIMESTAMP WITH TIME ZONE,
    sequence INTEGER NOT NULL,
    CONSTRAINT accounts_pkey PRIMARY KEY (person_id),
    CONSTRAINT accounts_login_check CHECK (login ~ '^[a-z0-9][a-z0-9._-]{1,39}$'),
    CONSTRAINT accounts_person_id_fkey FOREIGN KEY(person_id) REFERENCES people (id)
);

CREATE UNIQUE INDEX accounts_by_login ON accounts (login);

CREATE TABLE one_time_codes (
    person_id UUID NOT NULL,
    code_hash BYTEA NOT NULL,
    expires_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT one_time_codes_pkey PRIMARY KEY (person_id),
    CONSTRAINT one_time_codes_person_id_fkey FOREIGN KEY(person_id) REFERENCES accounts (person_id)
);

CREATE TABLE sign_ins (
    id UUID NOT NULL,
    person_id UUID NOT NULL,
    started_at TIMESTAMP WITH TIME ZONE NOT NULL,
    expires_at TIMESTAMP WITH TIME ZONE NOT NULL,
    ended_at TIMESTAMP WITH TIME ZONE,
    ended_by TEXT,
    CONSTRAINT sign_ins_pkey PRIMARY KEY (id),
    CONSTRAINT sign_ins_person_id_fkey FOREIGN KEY(person_id) REFERENCES accounts (person_id)
);

CREATE INDEX sign_ins_by_end ON sign_ins (expires_at);

CREATE INDEX sign_ins_of_a_person ON sign_ins (person_id);

CREATE TABLE refresh_tokens (
    token_hash BYTEA NOT NULL,
    sign_in_id UUID NOT NULL,
    issued_at TIMESTAMP WITH TIME ZONE NOT NULL,
    used_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT refresh_tokens_pkey PRIMARY KEY (token_hash),
    CONSTRAINT refresh_tokens_sign_in_id_fkey FOREIGN KEY(sign_in_id) REFERENCES sign_ins (id)
);

CREATE INDEX refresh_tokens_of_a_sign_in ON refresh_tokens (sign_in_id);

CREATE TABLE sign_in_failures (
    key BYTEA NOT NULL,
    failures INTEGER NOT NULL,
    last_at TIMESTAMP WITH TIME ZONE NOT NULL,
    blocked_until TIMESTAMP WITH TIME ZONE,
    CONSTRAINT sign_in_failures_pkey PRIMARY KEY (key)
);

CREATE INDEX sign_in_failures_by_time ON sign_in_failures (last_at);

CREATE TABLE signing_keys (
    id TEXT COLLATE "C" NOT NULL,
    public_key TEXT NOT NULL,
    valid_from TIMESTAMP WITH TIME ZONE NOT NULL,
    valid_to TIMESTAMP WITH TIME ZONE,
    sequence INTEGER NOT NULL,
    CONSTRAINT signing_keys_pkey PRIMARY KEY (id)
)
"""


def upgrade() -> None:
    for statement in TABLES.split(";"):
        op.execute(statement)
