using System.Text.RegularExpressions;

namespace EndToEnd.Tests.Architecture;

/// <summary>Somebody may set the clock on the wall at any moment.
/// A length of time is measured by timestamps and waited for with timers; the wall clock is for calendars, records and names,
/// in the places listed here, each with its reason.</summary>
public sealed partial class WallClockTests
{
    private static readonly Dictionary<string, string> MayReadIt = new()
    {
        ["src/EdgeRuntime.Assistant/Tools/Scheduling/GlassesClock.cs"] = "the one place that tells lengths of time from times of day",
        ["src/EdgeRuntime.Assistant/Tools/BuiltIn/AlarmTools.cs"] = "times of day",
        ["src/EdgeRuntime.Assistant/Tools/BuiltIn/CameraTools.cs"] = "record: when a video began, beside the steady moment that counts",
        ["src/EdgeRuntime.Assistant/Tools/BuiltIn/NoteTools.cs"] = "record: when a note was taken",
        ["src/EdgeRuntime.Assistant/Tools/BuiltIn/ReminderTools.cs"] = "times of day",
        ["src/EdgeRuntime.Assistant/Tools/BuiltIn/StatusTools.cs"] =
            "record: when do not disturb ends, beside the steady moment that counts",
        ["src/EdgeRuntime.Assistant/Tools/Scheduling/ScheduleText.cs"] = "words: \"yesterday at noon\"",
        ["src/EdgeRuntime.Assistant/Tools/BuiltIn/OneOfMany.cs"] = "words: \"tomorrow\"",
        ["src/EdgeRuntime.Assistant/Tools/BuiltIn/WhichMoment.cs"] = "words: \"today\", \"tomorrow\"",
        ["src/EdgeRuntime.Assistant/Turns/Turn.Acting.cs"] = "record: when a question was asked, beside the steady moment that counts",
        ["src/EdgeRuntime.Assistant/Traces/TurnTrace.cs"] = "record: when a turn began",
        ["src/EdgeRuntime.Device/Actions/AlarmClock.cs"] = "record: when it began to ring",
        ["src/EdgeRuntime.Device/Actions/StateFile.cs"] = "name of a file that is put aside",
        ["src/EdgeRuntime.Device/Bridge/MediaFolder.cs"] = "name of a picture",
        ["src/EdgeRuntime.Device/Simulation/SimulatedCamera.cs"] = "hand of the clock in a test picture",
        ["src/EdgeRuntime.Device/Cloud/CallDeadline.cs"] = "gRPC takes a moment; a timer ends the call",
        ["src/EdgeRuntime.Device/Cloud/Deferring/DeferredSender.cs"] = "record: when what could not be sent was tried",
        ["src/EdgeRuntime.Device/Cloud/SpendingLimit.cs"] = "calendar: the month",
        ["src/EdgeRuntime.Device/Commands/CloudDesk.cs"] = "calendar: the month",
        ["src/EdgeRuntime.Device/Companion/PhoneAnnouncer.cs"] = "age of what another machine's clock has dated",
        ["src/EdgeRuntime.Device/Companion/PhoneCompanion.Showing.cs"] = "calendar: the month",
        ["src/EdgeRuntime.Device/GlassesProgram.cs"] = "name of a file that is put aside",
        ["src/EdgeRuntime.Device/Pairing/BondBook.cs"] = "record: when a bond was used last",
        ["src/EdgeRuntime.Device/Pairing/PairingDesk.cs"] = "record: when a bond was made",
        ["src/EdgeRuntime.Device/Web/Serving/LocalAuthority.cs"] = "calendar: how long certificates are good for",
        ["src/EdgeRuntime.Device/Web/PageCamera.cs"] = "hand of the clock in a test picture",
        ["src/EdgeRuntime.Device/Web/Serving/ServerCertificate.cs"] = "calendar: how long certificates are good for",
    };

    private static readonly Dictionary<string, string> GatewayMayReadIt = new()
    {
        ["src/EdgeRuntime.Gateway/Commands/MonthOption.cs"] = "calendar: the month",
        ["src/EdgeRuntime.Gateway/Hosting/ServerCertificate.cs"] = "calendar: how long certificates are good for",
        ["src/EdgeRuntime.Gateway/Ledger/Ledger.cs"] = "record: when money was set aside and billed; calendar: the month",
        ["src/EdgeRuntime.Gateway/Ledger/LedgerUpkeep.cs"] = "age of rows that any replica has dated, in days",
        ["src/EdgeRuntime.Gateway/Sessions/AssistantEndpoint.cs"] = "calendar: the month",
        ["src/EdgeRuntime.Gateway/Sessions/History/StoredHistory.cs"] = "age of rows that any replica has dated, in hours",
        ["src/EdgeRuntime.Gateway/Store/Migrator.cs"] = "record: when the schema became what it is",
        ["src/EdgeRuntime.Gateway/Tenants/KeyRegistry.cs"] = "calendar: when keys end",
        ["src/EdgeRuntime.Gateway/Tenants/TenantDirectory.cs"] = "calendar: when keys end",
        ["src/EdgeRuntime.Gateway/Tenants/TenantRegistry.cs"] = "record: when a tenant was added",
    };

    [Fact]
    public void OnlyTheListedPlacesOfTheGatewayReadTheWallClock() => Assert.Equal(
        GatewayMayReadIt.Keys.Order(StringComparer.Ordinal),
        SourceTree.Files("src/EdgeRuntime.Gateway", ".cs")
            .Where(file => WallClock().IsMatch(CSharpCode.Of(File.ReadAllText(file))))
            .Select(SourceTree.NameOf).Order(StringComparer.Ordinal));

    [Fact]
    public void OnlyTheListedPlacesReadTheWallClock()
    {
        string[] programs = ["src/EdgeRuntime.Assistant", "src/EdgeRuntime.Inference", "src/EdgeRuntime.Device"];

        var readers = programs.SelectMany(program => SourceTree.Files(program, ".cs"))
            .Where(file => WallClock().IsMatch(CSharpCode.Of(File.ReadAllText(file)))).Select(SourceTree.NameOf);

        Assert.Equal(MayReadIt.Keys.Order(StringComparer.Ordinal), readers.Order(StringComparer.Ordinal));
    }

    // What a library does with a clock of its own is found by tests that step the clock; what we hand to it is found here.
    [Fact]
    public void NothingOfOursAsksThePlatformForTheTime() => Assert.Empty(
        from file in SourceTree.Files("src/EdgeRuntime.Assistant", ".cs").Concat(SourceTree.Files("src/EdgeRuntime.Device", ".cs"))
            .Concat(SourceTree.Files("src/EdgeRuntime.Gateway", ".cs"))
        where Platform().IsMatch(CSharpCode.Of(File.ReadAllText(file)))
        select SourceTree.NameOf(file));

    // A page has both clocks too.
    [Fact]
    public void NoPageMeasuresALengthOfTimeByTheWallClock() => Assert.Empty(
        from file in SourceTree.Files("src/EdgeRuntime.Device/Web/Pages", ".js")
        where !SourceTree.NameOf(file).Contains("/vendor/", StringComparison.Ordinal)
        && File.ReadAllText(file).Contains("Date.now", StringComparison.Ordinal)
        select SourceTree.NameOf(file));

    [GeneratedRegex(@"\b(GetUtcNow|GetLocalNow|WallNow|LocalNow)\b")]
    private static partial Regex WallClock();

    [GeneratedRegex(@"\bDateTime(Offset)?\s*\.\s*(Now|UtcNow|Today)\b|\bStopwatch\b|\bEnvironment\s*\.\s*TickCount")]
    private static partial Regex Platform();
}
