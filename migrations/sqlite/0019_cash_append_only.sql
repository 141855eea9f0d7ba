CREATE TRIGGER cash_journal_no_update BEFORE UPDATE ON cash_journal
BEGIN
    SELECT RAISE(ABORT, 'cash_journal is append-only');
END;

CREATE TRIGGER cash_journal_no_delete BEFORE DELETE ON cash_journal
BEGIN
    SELECT RAISE(ABORT, 'cash_journal is append-only');
END;

-- REPLACE deletes what is in its way without asking the trigger above.
CREATE TRIGGER cash_journal_no_replace BEFORE INSERT ON cash_journal
WHEN EXISTS (SELECT 1 FROM cash_journal WHERE id = NEW.id)
  OR EXISTS (SELECT 1 FROM cash_journal WHERE agency_id = NEW.agency_id AND seq = NEW.seq)
BEGIN
    SELECT RAISE(ABORT, 'cash_journal is append-only');
END;

-- A chain's head only goes forward.
CREATE TRIGGER cash_heads_no_delete BEFORE DELETE ON cash_heads
BEGIN
    SELECT RAISE(ABORT, 'cash_heads only go forward');
END;

CREATE TRIGGER cash_heads_forward BEFORE UPDATE ON cash_heads
WHEN NEW.seq < OLD.seq OR NEW.number < OLD.number OR NEW.agency_id <> OLD.agency_id
BEGIN
    SELECT RAISE(ABORT, 'cash_heads only go forward');
END;
