CREATE FUNCTION cash_journal_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'cash_journal is append-only';
END $$;

CREATE TRIGGER cash_journal_append_only BEFORE UPDATE OR DELETE ON cash_journal
    FOR EACH ROW EXECUTE FUNCTION cash_journal_append_only();

CREATE TRIGGER cash_journal_no_truncate BEFORE TRUNCATE ON cash_journal
    FOR EACH STATEMENT EXECUTE FUNCTION cash_journal_append_only();

-- A chain's head only goes forward.
CREATE FUNCTION cash_heads_forward() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF NEW.seq >= OLD.seq AND NEW.number >= OLD.number AND NEW.agency_id = OLD.agency_id THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION 'cash_heads only go forward';
END $$;

CREATE TRIGGER cash_heads_forward BEFORE UPDATE OR DELETE ON cash_heads
    FOR EACH ROW EXECUTE FUNCTION cash_heads_forward();

CREATE TRIGGER cash_heads_no_truncate BEFORE TRUNCATE ON cash_heads
    FOR EACH STATEMENT EXECUTE FUNCTION cash_heads_forward();
