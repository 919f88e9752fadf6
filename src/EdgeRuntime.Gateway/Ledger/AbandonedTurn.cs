using System.Data.Common;

namespace EdgeRuntime.Gateway.Ledger;

/// <summary>A reservation that holds money and that nobody may be going to end.</summary>
internal sealed record AbandonedTurn(string TenantId, string TurnId, int Month, long Attempt)
{
    public const string Columns = "tenant_id, reservation_id, month, attempt";

    public static AbandonedTurn Read(DbDataReader row) => new(row.GetString(0), row.GetString(1), (int)row.GetInt64(2), row.GetInt64(3));
}
