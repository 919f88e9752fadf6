using System.Data.Common;
using EdgeRuntime.Gateway.Store;

namespace EdgeRuntime.Gateway.Ledger;

/// <summary>Checks the books against each other: every bill has two sides whose sum is zero, and every running sum is the sum of its rows.
/// Meant for a store that is at rest; reads everything.</summary>
internal sealed class LedgerAudit(IStore store)
{
    private static readonly (string Sql, string Wrong)[] Checks =
    [
        ("SELECT bill_id FROM postings GROUP BY bill_id HAVING sum(amount_nanos) <> 0", "bills whose two sides do not cancel out"),
        ("SELECT bill_id FROM bills WHERE (SELECT count(*) FROM postings WHERE postings.bill_id = bills.bill_id) <> 2",
            "bills without their two postings"),
        ("SELECT bill_id FROM postings WHERE bill_id NOT IN (SELECT bill_id FROM bills)", "postings without a bill"),
        ("SELECT bill_id FROM bills JOIN postings USING (bill_id) WHERE account = 'tenant/' || tenant_id AND amount_nanos <> -cost_nanos",
            "bills that differ from their postings"),
        ("SELECT bill_id FROM bills WHERE bill_id IN (SELECT reservation_id FROM reservations)", "turns that are both reserved and billed"),
        (
            """
            SELECT tenant_id FROM balances WHERE settled_nanos <> (SELECT coalesce(sum(cost_nanos), 0) FROM bills WHERE bills.tenant_id = balances.tenant_id AND bills.month = balances.month)
            """,
            "balances that are not the sum of their bills"),
        (
            """
            SELECT tenant_id FROM balances WHERE reserved_nanos <> (SELECT coalesce(sum(granted_nanos), 0) FROM reservations
            WHERE reservations.tenant_id = balances.tenant_id AND reservations.month = balances.month AND ended_at = 0)
            """,
            "balances that are not the sum of their reservations"),
        (
            """
            SELECT tenant_id, month, device_id, model, count(*), sum(input_tokens), sum(output_tokens), sum(audio_input_ms), sum(audio_output_ms), sum(images), sum(cost_nanos)
            FROM bills GROUP BY tenant_id, month, device_id, model
            EXCEPT SELECT tenant_id, month, device_id, model, turns, input_tokens, output_tokens, audio_input_ms, audio_output_ms, images, cost_nanos FROM usage
            """,
            "usage that is not the sum of its bills"),
    ];

    /// <summary>What is wrong, one sentence each; empty when the books are right. Throws what the store throws.</summary>
    public async ValueTask<IReadOnlyList<string>> FindAsync(CancellationToken cancellationToken)
    {
        await using var connection = await store.OpenReaderAsync(cancellationToken);
        var found = new List<string>();
        foreach (var (sql, wrong) in Checks)
        {
            var count = await CountAsync(connection, sql, cancellationToken);
            if (count > 0) found.Add($"There are {count} {wrong}.");
        }

        return found;
    }

    private static async ValueTask<long> CountAsync(DbConnection connection, string sql, CancellationToken cancellationToken) =>
        (await connection.Command($"SELECT count(*) FROM ({sql}) AS wrong")
            .ListAsync(row => row.GetInt64(0), cancellationToken))[0];
}
