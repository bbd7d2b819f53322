"""What search finds petitions by: the syllables of what was said, and who may look for it where.

A row follows its petition and its words by triggers, because petitions move in many places, one by one and in masses.
"""

from alembic import op

revision = "0010"
down_revision = "0009"

TABLE = """
CREATE TABLE search (
    petition_id UUID NOT NULL,
    said TSVECTOR NOT NULL,
    CONSTRAINT search_pkey PRIMARY KEY (petition_id),
    CONSTRAINT search_petition_id_fkey FOREIGN KEY(petition_id) REFERENCES petitions (id)
)
"""

# Everything but letters and digits separates words, and nothing else does: the parser of full text would take "12/3"
# for one and "67e06af" for a number and a word. No word of a text can be like a mark, which begins with a sign. What is
# longer than any word is cut, because a lexeme may have 2 KB.
SAID = """
CREATE FUNCTION said_of(petition petitions, folded TEXT) RETURNS TSVECTOR LANGUAGE sql IMMUTABLE RETURN
    array_to_tsvector(ARRAY(
        SELECT left(word, 255) FROM regexp_split_to_table(folded, '[^[:alnum:]]+') AS word WHERE word <> ''
    ) || array_remove(ARRAY[
        '@w' || replace(petition.ward_id::text, '-', ''),
        '@h' || replace(petition.home_id::text, '-', ''),
        '@o' || replace(petition.holder_id::text, '-', ''),
        CASE WHEN petition.was_at_top THEN '@top' END], NULL))
"""
FILL = """
INSERT INTO search (petition_id, said)
SELECT petitions.id, said_of(petitions, words.folded) FROM petitions JOIN words ON words.petition_id = petitions.id
"""
KEEP = """
CREATE FUNCTION keep_search() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    changed UUID;
BEGIN
    IF TG_TABLE_NAME = 'words' THEN changed := NEW.petition_id; ELSE changed := NEW.id; END IF;
    INSERT INTO search (petition_id, said)
    SELECT p.id, said_of(p, w.folded) FROM petitions AS p JOIN words AS w ON w.petition_id = p.id WHERE p.id = changed
    ON CONFLICT (petition_id) DO UPDATE SET said = excluded.said;
    RETURN NULL;
END
$$
"""
OF_WORDS = """
CREATE TRIGGER words_are_found AFTER INSERT OR UPDATE OF folded ON words
FOR EACH ROW EXECUTE FUNCTION keep_search()
"""
OF_PETITIONS = """
CREATE TRIGGER petitions_are_found AFTER UPDATE OF ward_id, home_id, holder_id, was_at_top ON petitions
FOR EACH ROW WHEN ((OLD.ward_id, OLD.home_id, OLD.holder_id, OLD.was_at_top)
    IS DISTINCT FROM (NEW.ward_id, NEW.home_id, NEW.holder_id, NEW.was_at_top))
EXECUTE FUNCTION keep_search()
"""
INDEX = "CREATE INDEX search_said ON search USING gin (said)"
NO_MORE = "DROP INDEX words_folded"


def upgrade() -> None:
    for statement in (TABLE, SAID, FILL, INDEX, KEEP, OF_WORDS, OF_PETITIONS, NO_MORE):
        op.execute(statement)
