using System.CommandLine;
using System.Globalization;
using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Tools;
using EdgeRuntime.Assistant.Traces;
using EdgeRuntime.Device.Bridge;
using EdgeRuntime.Device.Cloud;
using EdgeRuntime.Device.Cloud.Deferring;
using EdgeRuntime.Device.Reports;
using EdgeRuntime.Device.Settings;
using EdgeRuntime.Device.Terminal;

namespace EdgeRuntime.Device.Commands;

/// <summary>What the <c>cloud</c> commands do, on one state folder.</summary>
internal sealed class CloudDesk(string? stateFolder, CommandConsole console, TimeProvider time, DeviceSettings? options = null)
{
    private const int LongestKeyFile = 4096;

    private readonly DeviceSettings _options = options ?? DeviceSettings.BuiltIn;

    public static CloudDesk Create(ParseResult parsed, StateOption folder) => new(
        parsed.GetValue(folder), CommandStreams.ConsoleOf(parsed), DeviceTime.Instance);

    /// <summary>The same for what talks to a gateway, with the settings of its files.</summary>
    public static async ValueTask<ExitCode> WithSettingsAsync(
        ParseResult parsed, StateOption folder, SettingsOption settings, Func<CloudDesk, ValueTask<ExitCode>> work)
    {
        var console = CommandStreams.ConsoleOf(parsed);
        return settings.Load(parsed, parsed.GetValue(folder)).TryGet(out var options, out var unusable)
            ? await work(new CloudDesk(parsed.GetValue(folder), console, DeviceTime.Instance, options)).ConfigureAwait(false)
            : console.Fail(unusable);
    }

    public ValueTask<ExitCode> ConnectAsync(string address, string keyFile, string? pin, CancellationToken cancellationToken) =>
        OnAsync(async glasses =>
    {
        var read = await ReadKeyAsync(keyFile, cancellationToken).ConfigureAwait(false);
        if (!read.TryGet(out var key, out var failure) || !CloudAccount.Parse(address, key, pin).TryGet(out var account, out failure))
        {
            return failure;
        }

        if (new CloudAccountFile(glasses.Folder).Write(account) is { } unwritten) return unwritten;
        console.Output.WriteLine($"Connected to {account}.");
        if (!glasses.State.Current.Settings.CloudConsent)
        {
            console.Output.WriteLine("Nothing is sent before you agree: edge-runtime cloud consent on");
        }

        return null;
    });

    public ValueTask<ExitCode> SetAsync(Func<GlassesSettings, GlassesSettings> set, CancellationToken cancellationToken) =>
        OnAsync(async glasses =>
    {
        var kept = await glasses.State.UpdateAsync(state => state with { Settings = set(state.Settings) }, cancellationToken)
            .ConfigureAwait(false);
        if (kept.TryGet(out var state, out var failure)) Print(state);
        return failure;
    });

    public ValueTask<ExitCode> StatusAsync(bool offline, CancellationToken cancellationToken) => OnAsync(async glasses =>
    {
        if (!new CloudAccountFile(glasses.Folder).Read().TryGet(out var account, out var failure)) return failure;
        console.Output.WriteLine($"{"gateway",-10} {account?.ToString() ?? "none"}");
        Print(glasses.State.Current);
        console.Output.WriteLine($"{"waiting",-10} {glasses.Queue.Count}");
        var mayAsk = !offline && glasses.State.Current.Settings is { CloudConsent: true, LocalOnly: false };
        return account is null || !mayAsk ? null : await PrintUsageAsync(account, cancellationToken).ConfigureAwait(false);
    });

    public ValueTask<ExitCode> ForgetAsync(CancellationToken cancellationToken) => OnAsync(async glasses =>
    {
        if ((new CloudAccountFile(glasses.Folder).Delete() ?? glasses.Queue.Clear()) is { } failure) return failure;
        var kept = await glasses.State.UpdateAsync(
            state => state with { Settings = state.Settings with { CloudConsent = false } }, cancellationToken).ConfigureAwait(false);
        if (kept.Failure is null) console.Output.WriteLine("Gateway, key and consent are forgotten; nothing waits any more.");
        return kept.Failure;
    });

    public ValueTask<ExitCode> FlushAsync(string? choice, CancellationToken cancellationToken) => OnAsync(async glasses =>
    {
        if (!CloudChoice.Open(
            choice ?? _options.Places.Cloud, glasses.Folder, Environment.GetEnvironmentVariable, time, _options.Cloud,
            _options.Places.Gateway).TryGet(out var cloud, out var failure))
        {
            return failure;
        }

        if (cloud is null) return NotConnected;
        await using (cloud)
        {
            var sender = new DeferredSender(
                glasses.Queue, glasses.CreateSpendingLimit(cloud), glasses.Tools, glasses.State, _options.Later, time);
            return await SendAsync(sender, cancellationToken).ConfigureAwait(false);
        }
    });

    private static Failure NotConnected { get; } =
        new(Stages.Cloud, "cloud-absent", "No cloud is connected.", "Connect one: edge-runtime cloud connect URL --key-file FILE",
            Blame.Cloud);

    private async ValueTask<Failure?> SendAsync(DeferredSender sender, CancellationToken cancellationToken)
    {
        Failure? failure = null;
        var count = 0;
        await foreach (var sent in sender.SendAsync(cancellationToken).ConfigureAwait(false))
        {
            failure ??= sent.Failure;
            count += sent.Waits ? 0 : 1;
            if (sent.Answer.Length > 0)
            {
                console.Output.WriteLine($"{sent.At.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)}Z {sent.Answer}");
            }

            await console.Output.FlushAsync(cancellationToken).ConfigureAwait(false);
        }

        console.Error.WriteLine($"{count} sent.");
        return failure;
    }

    private async ValueTask<Failure?> PrintUsageAsync(CloudAccount account, CancellationToken cancellationToken)
    {
        await using var client = new GatewayClient(account, _options.Cloud, time);
        var asked = await client.UsageAsync(cancellationToken).ConfigureAwait(false);
        if (!asked.TryGet(out var usage, out var failure)) return failure;
        console.Output.WriteLine($"{"reached in",-10} {usage.RoundTrip.TotalMilliseconds:0} ms");
        console.Output.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{"this month",-10} {usage.Turns} turns, {usage.CostNanos / 1e9:0.######} {usage.Currency}"));
        if (usage.BudgetLeftNanos is { } left)
        {
            console.Output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{"left",-10} {left / 1e9:0.######} {usage.Currency}"));
        }

        return null;
    }

    [SuppressMessage("ApiDesign", "RS0030", Justification = "calendar: the month")]
    private void Print(GlassesState state)
    {
        var settings = state.Settings;
        console.Output.WriteLine($"{"consent",-10} {(settings.CloudConsent ? "on" : "off")}");
        console.Output.WriteLine($"{"lock",-10} {(settings.LocalOnly ? "on" : "off")}");
        console.Output.WriteLine($"{"privacy",-10} {settings.CloudPrivacy.ToString().ToLowerInvariant()}");
        console.Output.WriteLine(
            $"{"budget",-10} {(settings.CloudBudget is { } budget ? $"{Money(budget)} a month" : "none of your own")}");
        console.Output.WriteLine(
            $"{"spent",-10} {Money((decimal)state.CloudSpending.In(time.GetUtcNow()) / CloudSpending.NanosPerUnit)} "
            + $"{state.CloudSpending.Currency}".TrimEnd());
    }

    private static string Money(decimal amount) => amount.ToString("0.######", CultureInfo.InvariantCulture);

    private async ValueTask<ExitCode> OnAsync(Func<GlassesProgram, ValueTask<Failure?>> work)
    {
        if (!GlassesProgram.Open(stateFolder, time, _options).TryGet(out var glasses, out var failure))
        {
            return console.Fail(failure);
        }

        using (glasses) failure = await work(glasses).ConfigureAwait(false);
        return failure is null ? ExitCode.Done : console.Fail(failure);
    }

    private static async ValueTask<Outcome<string>> ReadKeyAsync(string file, CancellationToken cancellationToken)
    {
        try
        {
            using var reader = file == "-" ? StandardStreams.Input : new StreamReader(file);
            var buffer = new char[LongestKeyFile];
            var length = await reader.ReadBlockAsync(buffer, cancellationToken).ConfigureAwait(false);
            return new string(buffer, 0, length).Trim();
        }
        catch (Exception thrown) when (thrown is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return new Failure(
                Stages.Cloud, "cloud-key-unreadable", $"{file} cannot be read: {thrown.Message}", "Give --key-file a file with the key.");
        }
    }
}
