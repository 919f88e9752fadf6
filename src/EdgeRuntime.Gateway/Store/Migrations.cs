namespace EdgeRuntime.Gateway.Store;

/// <summary>The schema. Money is in nano units, times are Unix milliseconds (UTC), months are year · 100 + month;
/// an absent device is the empty text.</summary>
internal static class Migrations
{
    public static IReadOnlyList<Migration> All { get; } =
    [
        new(1, Tenants + Ledger, HistorySqlite + AppendOnlySqlite, HistoryPostgres + AppendOnlyPostgres),
        new(2, "ALTER TABLE reservations ADD COLUMN expires_at BIGINT NOT NULL DEFAULT 0;", "", ""),
        new(3, "ALTER TABLE bills ADD COLUMN estimated BIGINT NOT NULL DEFAULT 0;", "", ""),
        new(4, SessionsOfDevices, "", ""),
        new(5, "ALTER TABLE bills ADD COLUMN attempt BIGINT NOT NULL DEFAULT 0;", "", ""),
    ];

    private const string Tenants = """
        CREATE TABLE tenants (
            tenant_id TEXT PRIMARY KEY, name TEXT NOT NULL, settings TEXT NOT NULL,
            budget_nanos BIGINT CHECK (budget_nanos >= 0), suspended BIGINT NOT NULL, created_at BIGINT NOT NULL);
        CREATE TABLE keys (
            key_id TEXT PRIMARY KEY, tenant_id TEXT NOT NULL REFERENCES tenants (tenant_id), device_id TEXT NOT NULL, sha256 TEXT NOT NULL UNIQUE,
            models TEXT NOT NULL, features BIGINT NOT NULL, created_at BIGINT NOT NULL, expires_at BIGINT, revoked_at BIGINT);
        CREATE INDEX keys_of_tenant ON keys (tenant_id);
        """;

    // bills and postings are the ledger: rows are only ever added. balances and usage are sums of it that are kept exact in the same
    // transaction; reservations are the turns that may still settle.
    private const string Ledger = """
        CREATE TABLE reservations (
            reservation_id TEXT PRIMARY KEY, tenant_id TEXT NOT NULL, key_id TEXT NOT NULL, device_id TEXT NOT NULL, session_id TEXT NOT NULL,
            idempotency_key TEXT NOT NULL, month BIGINT NOT NULL, model TEXT NOT NULL, input_token_nanos BIGINT NOT NULL, output_token_nanos BIGINT NOT NULL,
            audio_second_nanos BIGINT NOT NULL, image_nanos BIGINT NOT NULL, granted_nanos BIGINT NOT NULL CHECK (granted_nanos >= 0),
            reserved_at BIGINT NOT NULL, owner BIGINT NOT NULL, attempt BIGINT NOT NULL, ended_at BIGINT NOT NULL) /*compact*/;
        CREATE TABLE bills (
            bill_id TEXT PRIMARY KEY, tenant_id TEXT NOT NULL, key_id TEXT NOT NULL, device_id TEXT NOT NULL, session_id TEXT NOT NULL,
            idempotency_key TEXT NOT NULL, month BIGINT NOT NULL, model TEXT NOT NULL, input_token_nanos BIGINT NOT NULL, output_token_nanos BIGINT NOT NULL,
            audio_second_nanos BIGINT NOT NULL, image_nanos BIGINT NOT NULL, granted_nanos BIGINT NOT NULL, reserved_at BIGINT NOT NULL,
            input_tokens BIGINT NOT NULL, output_tokens BIGINT NOT NULL, audio_input_ms BIGINT NOT NULL, audio_output_ms BIGINT NOT NULL, images BIGINT NOT NULL,
            cost_nanos BIGINT NOT NULL CHECK (cost_nanos >= 0 AND cost_nanos <= granted_nanos), reason TEXT NOT NULL, settled_at BIGINT NOT NULL);
        CREATE TABLE postings (
            bill_id TEXT NOT NULL, account TEXT NOT NULL, amount_nanos BIGINT NOT NULL, PRIMARY KEY (bill_id, account)) /*compact*/;
        CREATE TABLE balances (
            tenant_id TEXT NOT NULL, month BIGINT NOT NULL, settled_nanos BIGINT NOT NULL, reserved_nanos BIGINT NOT NULL CHECK (reserved_nanos >= 0),
            PRIMARY KEY (tenant_id, month)) /*compact*/;
        CREATE TABLE usage (
            tenant_id TEXT NOT NULL, month BIGINT NOT NULL, device_id TEXT NOT NULL, model TEXT NOT NULL, turns BIGINT NOT NULL,
            input_tokens BIGINT NOT NULL, output_tokens BIGINT NOT NULL, audio_input_ms BIGINT NOT NULL, audio_output_ms BIGINT NOT NULL,
            images BIGINT NOT NULL, cost_nanos BIGINT NOT NULL, PRIMARY KEY (tenant_id, month, device_id, model)) /*compact*/;
        """;

    private const string HistorySqlite = """
        CREATE TABLE sessions (tenant_id TEXT NOT NULL, session_id TEXT NOT NULL, expires_at BIGINT NOT NULL, PRIMARY KEY (tenant_id, session_id));
        CREATE INDEX sessions_by_end ON sessions (expires_at);
        CREATE TABLE session_turns (turn INTEGER PRIMARY KEY AUTOINCREMENT, tenant_id TEXT NOT NULL, session_id TEXT NOT NULL, messages TEXT NOT NULL);
        CREATE INDEX session_turns_of ON session_turns (tenant_id, session_id, turn);
        """;

    private const string HistoryPostgres = """
        CREATE TABLE sessions (tenant_id TEXT NOT NULL, session_id TEXT NOT NULL, expires_at BIGINT NOT NULL, PRIMARY KEY (tenant_id, session_id));
        CREATE INDEX sessions_by_end ON sessions (expires_at);
        CREATE TABLE session_turns (turn BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, tenant_id TEXT NOT NULL, session_id TEXT NOT NULL, messages TEXT NOT NULL);
        CREATE INDEX session_turns_of ON session_turns (tenant_id, session_id, turn);
        """;

    // A session belongs to a device. Who owns one from before is said by the first of its bills;
    // forgotten_at stays behind when it is forgotten.
    private const string SessionsOfDevices = """
        CREATE TABLE owned_sessions (
            tenant_id TEXT NOT NULL, device_id TEXT NOT NULL, session_id TEXT NOT NULL, expires_at BIGINT NOT NULL, forgotten_at BIGINT NOT NULL,
            PRIMARY KEY (tenant_id, device_id, session_id));
        INSERT INTO owned_sessions SELECT sessions.tenant_id, coalesce(firsts.device_id, ''), sessions.session_id, expires_at, 0 FROM sessions LEFT JOIN (
            SELECT tenant_id, session_id, device_id, row_number() OVER (PARTITION BY tenant_id, session_id ORDER BY reserved_at, bill_id) AS place FROM bills) AS firsts
            ON firsts.tenant_id = sessions.tenant_id AND firsts.session_id = sessions.session_id AND firsts.place = 1;
        ALTER TABLE session_turns ADD COLUMN device_id TEXT NOT NULL DEFAULT '';
        UPDATE session_turns SET device_id = (
            SELECT device_id FROM owned_sessions AS owned WHERE owned.tenant_id = session_turns.tenant_id AND owned.session_id = session_turns.session_id)
            WHERE EXISTS (SELECT 1 FROM owned_sessions AS owned WHERE owned.tenant_id = session_turns.tenant_id AND owned.session_id = session_turns.session_id);
        DROP TABLE sessions;
        ALTER TABLE owned_sessions RENAME TO sessions;
        CREATE INDEX sessions_by_end ON sessions (expires_at);
        DROP INDEX session_turns_of;
        CREATE INDEX session_turns_of ON session_turns (tenant_id, device_id, session_id, turn);
        """;

    private const string AppendOnlySqlite = """
        CREATE TRIGGER bills_keep BEFORE UPDATE ON bills BEGIN SELECT RAISE(ABORT, 'bills are append-only'); END;
        CREATE TRIGGER bills_stay BEFORE DELETE ON bills BEGIN SELECT RAISE(ABORT, 'bills are append-only'); END;
        CREATE TRIGGER postings_keep BEFORE UPDATE ON postings BEGIN SELECT RAISE(ABORT, 'postings are append-only'); END;
        CREATE TRIGGER postings_stay BEFORE DELETE ON postings BEGIN SELECT RAISE(ABORT, 'postings are append-only'); END;
        """;

    private const string AppendOnlyPostgres = """
        CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$;
        CREATE TRIGGER bills_stay BEFORE UPDATE OR DELETE OR TRUNCATE ON bills FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
        CREATE TRIGGER postings_stay BEFORE UPDATE OR DELETE OR TRUNCATE ON postings FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
        """;
}
