"""Units over time, people, membership and participation, appointments; what every service has."""

from alembic import op

from libs.access import create_access
from libs.common.tables import create_common

revision = "0001"
down_revision = None

TABLES = r"""
CREATE TABLE units (
    id UUID NOT NULL,
    code TEXT NOT NULL,
    official_code TEXT,
    name TEXT NOT NULL,
    label TEXT NOT NULL,
    kind TEXT,
    tier TEXT NOT NULL,
    parent_id UUID,
    path TEXT COLLATE "C" NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE,
    successor_id UUID,
    sequence INTEGER NOT NULL,
    CONSTRAINT units_pkey PRIMARY KEY (id),
    CONSTRAINT units_code_check CHECK (code ~ '^[a-z0-9-]{1,16}$'),
    CONSTRAINT units_official_code_check CHECK (official_code ~ '^\d{2}(\.\d{3}){4}$'),
    CONSTRAINT units_tier_check CHECK (tier IN ('city', 'ward', 'sub_committee', 'branch', 'cell')),
    CONSTRAINT units_parent_check CHECK ((parent_id IS NULL) = (tier = 'city')),
    CONSTRAINT units_period_check CHECK (valid_to IS NULL OR valid_to >= valid_from),
    CONSTRAINT units_parent_id_fkey FOREIGN KEY(parent_id) REFERENCES units (id),
    CONSTRAINT units_successor_id_fkey FOREIGN KEY(successor_id) REFERENCES units (id)
);

CREATE UNIQUE INDEX units_by_official_code ON units (official_code) WHERE valid_to IS NULL;

CREATE UNIQUE INDEX units_by_path ON units (path);

CREATE INDEX units_of_a_parent ON units (parent_id);

CREATE UNIQUE INDEX units_one_top ON units ((true)) WHERE parent_id IS NULL;

CREATE TABLE unit_versions (
    unit_id UUID NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE,
    name TEXT NOT NULL,
    label TEXT NOT NULL,
    official_code TEXT,
    parent_id UUID,
    path TEXT COLLATE "C" NOT NULL,
    CONSTRAINT unit_versions_pkey PRIMARY KEY (unit_id, valid_from),
    CONSTRAINT unit_versions_period_check CHECK (valid_to IS NULL OR valid_to >= valid_from),
    CONSTRAINT unit_versions_no_overlap EXCLUDE USING gist
        (unit_id WITH =, daterange(valid_from, valid_to, '[]') WITH &&),
    CONSTRAINT unit_versions_unit_id_fkey FOREIGN KEY(unit_id) REFERENCES units (id),
    CONSTRAINT unit_versions_parent_id_fkey FOREIGN KEY(parent_id) REFERENCES units (id)
);

CREATE INDEX unit_versions_of_a_parent ON unit_versions (parent_id, valid_from);

CREATE TABLE unit_tokens (
    parent_id UUID NOT NULL,
    code TEXT NOT NULL,
    unit_id UUID NOT NULL,
    CONSTRAINT unit_tokens_pkey PRIMARY KEY (parent_id, code),
    CONSTRAINT unit_tokens_parent_id_fkey FOREIGN KEY(parent_id) REFERENCES units (id),
    CONSTRAINT unit_tokens_unit_id_fkey FOREIGN KEY(unit_id) REFERENCES units (id)
);

CREATE TABLE tier_labels (
    tier TEXT NOT NULL,
    label TEXT NOT NULL,
    CONSTRAINT tier_labels_pkey PRIMARY KEY (tier),
    CONSTRAINT tier_labels_tier_check CHECK (tier IN ('city', 'ward', 'sub_committee', 'branch', 'cell'))
);

CREATE TABLE people (
    id UUID NOT NULL,
    name TEXT NOT NULL,
    folded TEXT NOT NULL,
    sort_key TEXT COLLATE "C" NOT NULL,
    CONSTRAINT people_pkey PRIMARY KEY (id)
);

CREATE INDEX people_by_folded ON people USING gin (folded gin_trgm_ops);

CREATE TABLE members (
    person_id UUID NOT NULL,
    gender TEXT,
    birth_date DATE,
    birth_year INTEGER,
    card_no TEXT,
    phone TEXT,
    admitted_on DATE NOT NULL,
    official_on DATE,
    note TEXT,
    sequence INTEGER NOT NULL,
    CONSTRAINT members_pkey PRIMARY KEY (person_id),
    CONSTRAINT members_gender_check CHECK (gender IN ('male', 'female')),
    CONSTRAINT members_phone_check CHECK (phone ~ '^[+]84[35789][0-9]{8}$'),
    CONSTRAINT members_official_on_check CHECK (official_on >= admitted_on),
    CONSTRAINT members_birth_year_check CHECK (birth_date IS NULL OR extract(year FROM birth_date) = birth_year),
    CONSTRAINT members_card_no_key UNIQUE (card_no),
    CONSTRAINT members_person_id_fkey FOREIGN KEY(person_id) REFERENCES people (id)
);

CREATE TABLE spells (
    id UUID NOT NULL,
    member_id UUID NOT NULL,
    unit_id UUID NOT NULL,
    membership TEXT NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE,
    CONSTRAINT spells_pkey PRIMARY KEY (id),
    CONSTRAINT spells_membership_check CHECK
        (membership IN ('probationary', 'official', 'struck_off', 'expelled', 'resigned', 'deceased')),
    CONSTRAINT spells_period_check CHECK (valid_to IS NULL OR valid_to >= valid_from),
    CONSTRAINT spells_no_overlap EXCLUDE USING gist
        (member_id WITH =, daterange(valid_from, valid_to, '[]') WITH &&),
    CONSTRAINT spells_member_id_fkey FOREIGN KEY(member_id) REFERENCES members (person_id),
    CONSTRAINT spells_unit_id_fkey FOREIGN KEY(unit_id) REFERENCES units (id)
);

CREATE INDEX spells_of_a_unit ON spells (unit_id, valid_from);

CREATE TABLE participation_periods (
    id UUID NOT NULL,
    member_id UUID NOT NULL,
    participation TEXT NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE,
    CONSTRAINT participation_periods_pkey PRIMARY KEY (id),
    CONSTRAINT participation_periods_participation_check CHECK
        (participation IN ('active', 'exempt', 'temp_out', 'temp_in', 'abroad', 'suspended',
         'transferring_out', 'transferred_out')),
    CONSTRAINT participation_periods_not_active_check CHECK (participation <> 'active'),
    CONSTRAINT participation_periods_period_check CHECK (valid_to IS NULL OR valid_to >= valid_from),
    CONSTRAINT participation_periods_no_overlap EXCLUDE USING gist
        (member_id WITH =, daterange(valid_from, valid_to, '[]') WITH &&),
    CONSTRAINT participation_periods_member_id_fkey FOREIGN KEY(member_id) REFERENCES members (person_id)
);

CREATE TABLE appointments (
    id UUID NOT NULL,
    person_id UUID NOT NULL,
    role TEXT NOT NULL,
    unit_id UUID NOT NULL,
    post TEXT,
    valid_from DATE NOT NULL,
    valid_to DATE,
    made_by UUID NOT NULL,
    made_at TIMESTAMP WITH TIME ZONE NOT NULL,
    sequence INTEGER NOT NULL,
    CONSTRAINT appointments_pkey PRIMARY KEY (id),
    CONSTRAINT appointments_role_check CHECK
        (role IN ('MEM', 'CLK', 'BCM', 'BSE', 'WLI', 'WOF', 'WPB', 'WIN', 'WLE', 'WAS', 'CLI', 'COF',
         'CLE', 'ADM') AND role <> 'MEM'),
    CONSTRAINT appointments_post_check CHECK (post IN ('secretary', 'deputy_secretary', 'branch_committee_member')),
    CONSTRAINT appointments_period_check CHECK (valid_to IS NULL OR valid_to >= valid_from - 1),
    CONSTRAINT appointments_no_overlap EXCLUDE USING gist
        (person_id WITH =, unit_id WITH =, role WITH =, daterange(valid_from, valid_to, '[]') WITH &&)
        WHERE (valid_to IS NULL OR valid_to >= valid_from),
    CONSTRAINT appointments_person_id_fkey FOREIGN KEY(person_id) REFERENCES people (id),
    CONSTRAINT appointments_unit_id_fkey FOREIGN KEY(unit_id) REFERENCES units (id)
);

CREATE INDEX appointments_of_a_unit ON appointments (unit_id, role)
"""

LABELS = """
INSERT INTO tier_labels (tier, label) VALUES
    ('city', 'Đảng bộ thành phố'),
    ('ward', 'Đảng bộ'),
    ('sub_committee', 'Đảng bộ bộ phận'),
    ('branch', 'Chi bộ'),
    ('cell', 'Tổ đảng')
"""

RULES = """
INSERT INTO rules (key, valid_from, value, unit, source) VALUES
    ('members.youngest', '2011-11-01', 16, 'years', 'V34'),
    ('members.probation', '2011-11-01', 12, 'months', 'V01; Điều lệ Đảng, Điều 5'),
    ('members.one_time_code', '2026-01-01', 7, 'days', 'default'),
    ('members.sign_in', '2026-01-01', 30, 'days', 'default'),
    ('members.import_kept', '2026-01-01', 30, 'days', 'default')
"""


def upgrade() -> None:
    create_common()
    create_access()
    for statement in TABLES.split(";"):
        op.execute(statement)
    op.execute(LABELS)
    op.execute(RULES)
