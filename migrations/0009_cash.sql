-- Who sells, at which register, since when: the present view of what the journal tells.
CREATE TABLE tills (
    id         UUID   NOT NULL PRIMARY KEY,
    agency_id  UUID   NOT NULL REFERENCES agencies (id),
    register   TEXT   NOT NULL,
    operateur  UUID   NOT NULL REFERENCES users (id),
    -- What it began with, JSON: minor units by currency.
    floats     TEXT   NOT NULL,
    opened_at  BIGINT NOT NULL,
    closed_at  BIGINT,
    -- The closing report stands in the journal.
    closed_by  UUID   REFERENCES users (id)
);
-- One open till an operator, and one a register.
CREATE UNIQUE INDEX tills_open_operateur ON tills (operateur) WHERE closed_at IS NULL;
CREATE UNIQUE INDEX tills_open_register ON tills (agency_id, register) WHERE closed_at IS NULL;
CREATE INDEX tills_agency ON tills (agency_id, opened_at);

-- Everything that concerns money, each agency's in one chain. Rows are never changed nor removed: a sale is
-- reversed by another row.
CREATE TABLE cash_journal (
    id           UUID   NOT NULL PRIMARY KEY,
    agency_id    UUID   NOT NULL REFERENCES agencies (id),
    -- Its place in the agency's chain.
    seq          BIGINT NOT NULL,
    kind         TEXT   NOT NULL CHECK (kind IN ('ouverture', 'vente', 'annulation', 'fermeture', 'jour', 'mois', 'annee')),
    at           BIGINT NOT NULL,
    -- The day of the agency's books.
    day          TEXT   NOT NULL,
    -- Of sales and reversals, without gaps.
    number       BIGINT,
    till_id      UUID   REFERENCES tills (id),
    operateur    UUID   REFERENCES users (id),
    amount_minor BIGINT,
    currency     TEXT,
    method       TEXT,
    reference    TEXT,
    tariff_id    UUID   REFERENCES tariffs (id),
    -- No references: sessions are forgotten in time, and what was paid is not.
    session_id   UUID,
    batch_id     UUID,
    -- The id of an erased visitor names nobody.
    visitor_id   UUID,
    -- The sale that this one reverses.
    reverses     UUID   REFERENCES cash_journal (id),
    -- Lines, reasons, counts and totals: JSON, hashed as it stands.
    details      TEXT   NOT NULL,
    prev_hash    BYTEA  NOT NULL,
    hash         BYTEA  NOT NULL,
    CHECK ((kind IN ('vente', 'annulation')) = (number IS NOT NULL)),
    CHECK (kind <> 'vente' OR amount_minor > 0),
    CHECK ((kind = 'annulation') = (reverses IS NOT NULL))
);
CREATE UNIQUE INDEX cash_journal_seq_key ON cash_journal (agency_id, seq);
CREATE UNIQUE INDEX cash_journal_number_key ON cash_journal (agency_id, number);
CREATE UNIQUE INDEX cash_journal_reverses_key ON cash_journal (reverses);
CREATE INDEX cash_journal_at ON cash_journal (agency_id, at);
CREATE INDEX cash_journal_day ON cash_journal (agency_id, day, kind);
CREATE INDEX cash_journal_till ON cash_journal (till_id);
CREATE INDEX cash_journal_session ON cash_journal (session_id);
CREATE INDEX cash_journal_batch ON cash_journal (batch_id);
CREATE INDEX cash_journal_visitor ON cash_journal (visitor_id);
CREATE INDEX cash_journal_tariff ON cash_journal (tariff_id);

-- Each agency's chain: its last place and hash, the last number, and the day whose books are still open.
CREATE TABLE cash_heads (
    agency_id UUID   NOT NULL PRIMARY KEY REFERENCES agencies (id),
    seq       BIGINT NOT NULL,
    hash      BYTEA  NOT NULL,
    number    BIGINT NOT NULL,
    open_day  TEXT
);

-- What a pack still grants to a visitor.
CREATE TABLE credits (
    id           UUID   NOT NULL PRIMARY KEY,
    agency_id    UUID   NOT NULL REFERENCES agencies (id),
    visitor_id   UUID   NOT NULL REFERENCES visitors (id),
    tariff_id    UUID   NOT NULL REFERENCES tariffs (id),
    sale_id      UUID   NOT NULL REFERENCES cash_journal (id),
    kind         TEXT   NOT NULL CHECK (kind IN ('seances', 'minutes')),
    -- Of each session, in a pack of sessions.
    minutes      BIGINT NOT NULL,
    -- Sessions or minutes.
    granted      BIGINT NOT NULL CHECK (granted > 0),
    used         BIGINT NOT NULL,
    expires_at   BIGINT NOT NULL,
    cancelled_at BIGINT,
    created_at   BIGINT NOT NULL,
    CHECK (used >= 0 AND used <= granted)
);
CREATE INDEX credits_visitor ON credits (visitor_id, expires_at);
CREATE INDEX credits_agency ON credits (agency_id, created_at);
CREATE INDEX credits_sale ON credits (sale_id);

-- What of it sessions took, and got back when they were never used.
CREATE TABLE credit_uses (
    session_id  UUID   NOT NULL PRIMARY KEY,
    credit_id   UUID   NOT NULL REFERENCES credits (id),
    units       BIGINT NOT NULL,
    used_at     BIGINT NOT NULL,
    returned_at BIGINT
);
CREATE INDEX credit_uses_credit ON credit_uses (credit_id);

-- Guest passes made together.
CREATE TABLE pass_batches (
    id          UUID   NOT NULL PRIMARY KEY,
    agency_id   UUID   NOT NULL REFERENCES agencies (id),
    label       TEXT   NOT NULL,
    search_text TEXT   NOT NULL,
    size        BIGINT NOT NULL,
    minutes     BIGINT NOT NULL,
    tariff_id   UUID   REFERENCES tariffs (id),
    valid_until BIGINT NOT NULL,
    operateur   UUID   NOT NULL REFERENCES users (id),
    created_at  BIGINT NOT NULL,
    revoked_at  BIGINT
);
CREATE INDEX pass_batches_agency ON pass_batches (agency_id, created_at);

ALTER TABLE kiosk_sessions ADD COLUMN tariff_id UUID REFERENCES tariffs (id);
-- Whether its tariff costs more in some rooms than in others, and the room whose price was paid: none for a price that
-- is no room's in particular.
ALTER TABLE kiosk_sessions ADD COLUMN by_room BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE kiosk_sessions ADD COLUMN paid_zone_id UUID REFERENCES zones (id);
ALTER TABLE kiosk_sessions ADD COLUMN batch_id UUID REFERENCES pass_batches (id);
CREATE INDEX kiosk_sessions_batch ON kiosk_sessions (batch_id);
CREATE INDEX kiosk_sessions_tariff ON kiosk_sessions (tariff_id);
