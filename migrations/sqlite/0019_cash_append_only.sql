CREATE TRIGGER cash_journal_no_update BEFORE UPDATE ON cash_journal
BEGIN
    SELECT RAISE(ABORT, 'cash_journal is append-only');
END;

CREATE TRIGGER cash_journal_no_delete BEFORE DELETE ON cash_journal
BEGIN
    SELECT RAISE(ABORT, 'cash_journal is append-only');
END;
