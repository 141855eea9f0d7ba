CREATE FUNCTION cash_journal_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'cash_journal is append-only';
END $$;

CREATE TRIGGER cash_journal_append_only BEFORE UPDATE OR DELETE ON cash_journal
    FOR EACH ROW EXECUTE FUNCTION cash_journal_append_only();

CREATE TRIGGER cash_journal_no_truncate BEFORE TRUNCATE ON cash_journal
    FOR EACH STATEMENT EXECUTE FUNCTION cash_journal_append_only();
