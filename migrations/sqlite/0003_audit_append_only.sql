INSERT INTO audit_head (id, seq, hash) VALUES (1, 0, x'');

CREATE TRIGGER audit_log_no_update BEFORE UPDATE ON audit_log
BEGIN
    SELECT RAISE(ABORT, 'audit_log is append-only');
END;

CREATE TRIGGER audit_log_no_delete BEFORE DELETE ON audit_log
WHEN OLD.seq > (SELECT COALESCE(MAX(last_seq), 0) FROM log_archives)
BEGIN
    SELECT RAISE(ABORT, 'audit_log is append-only: archive first');
END;
