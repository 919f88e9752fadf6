using System.Text.Json.Serialization;
using EdgeRuntime.Gateway.Ledger.Invoices;

namespace EdgeRuntime.Gateway.Commands.Reports;

/// <summary>JSON that commands print.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(ErrorReport))]
[JsonSerializable(typeof(TenantReport))]
[JsonSerializable(typeof(List<TenantReport>))]
[JsonSerializable(typeof(KeyReport))]
[JsonSerializable(typeof(List<KeyReport>))]
[JsonSerializable(typeof(IssuedKeyReport))]
[JsonSerializable(typeof(UsageReport))]
[JsonSerializable(typeof(List<UsageReport>))]
[JsonSerializable(typeof(Invoice))]
[JsonSerializable(typeof(MigrateReport))]
internal sealed partial class CommandsJson : JsonSerializerContext;
