using System.CommandLine;
using System.Globalization;
using EdgeRuntime.Assistant.Tools;

namespace EdgeRuntime.Device.Commands;

/// <summary><c>edge-runtime cloud connect|status|consent|lock|privacy|budget|forget|flush</c>: which cloud the glasses ask,
/// and what may go there.</summary>
internal static class CloudCommand
{
    public static Command Create() => new("cloud", "The cloud that answers what the glasses cannot, and what may go there.")
    {
        Connect(),
        Status(),
        Switch(
            "consent",
            "Agree that what was said may go to the cloud where the glasses need it, or take that back.",
            "on: agreed; off: nothing is sent",
            (settings, on) => settings with { CloudConsent = on }),
        Switch(
            "lock",
            "Lock the glasses to local only, or unlock them. A lock holds whatever else is set.",
            "on: nothing leaves the glasses",
            (settings, on) => settings with { LocalOnly = on }),
        Privacy(),
        Budget(),
        Forget(),
        Flush(),
    };

    private static Command Connect()
    {
        var address = new Argument<string>("URL") { Description = "Address of the gateway, such as https://gateway.example:8443." };
        var key = new Option<string>("--key-file")
        {
            Description = "File with the key of this device, or - for standard input.",
            HelpName = "FILE",
            Required = true,
        };
        var pin = new Option<string?>("--pin")
        {
            Description = "SHA-256 of the gateway's certificate; without it the system's trust counts.",
            HelpName = "HEX",
        };
        var folder = new StateOption();
        var command = new Command(
            "connect", "Set the gateway and this device's key. Kept in the state folder, readable by its owner only; nothing is sent yet.")
        {
            address, key, pin, folder,
        };
        command.SetAction(async (parsed, cancellationToken) => (int)await CloudDesk.Create(parsed, folder).ConnectAsync(
            parsed.GetRequiredValue(address), parsed.GetRequiredValue(key), parsed.GetValue(pin), cancellationToken));
        return command;
    }

    private static Command Status()
    {
        var folder = new StateOption();
        var settings = new SettingsOption();
        var offline = new Option<bool>("--offline") { Description = "Do not ask the gateway." };
        var command = new Command(
            "status", "Show the gateway, consent and lock, what waits, and, where that may be asked, what this month has cost.")
        {
            offline, folder, settings,
        };
        command.SetAction(async (parsed, cancellationToken) => (int)await CloudDesk.WithSettingsAsync(
            parsed, folder, settings, desk => desk.StatusAsync(parsed.GetValue(offline), cancellationToken)));
        return command;
    }

    private static Command Switch(string name, string description, string meaning, Func<GlassesSettings, bool, GlassesSettings> set)
    {
        var value = new Argument<string>("on|off") { Description = meaning };
        value.AcceptOnlyFromAmong("on", "off");
        var folder = new StateOption();
        var command = new Command(name, description) { value, folder };
        command.SetAction(async (parsed, cancellationToken) =>
            (int)await CloudDesk.Create(parsed, folder)
                .SetAsync(settings => set(settings, parsed.GetRequiredValue(value) == "on"), cancellationToken));
        return command;
    }

    private static Command Privacy()
    {
        var value = new Argument<string>("normal|sensitive") { Description = "sensitive: kept nowhere, not even on the glasses for later" };
        value.AcceptOnlyFromAmong("normal", "sensitive");
        var folder = new StateOption();
        var command = new Command("privacy", "Say how freely the cloud may handle what it gets.") { value, folder };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var privacy = Enum.Parse<Assistant.Tools.PrivacyClass>(parsed.GetRequiredValue(value), ignoreCase: true);
            return (int)await CloudDesk.Create(parsed, folder)
                .SetAsync(settings => settings with { CloudPrivacy = privacy }, cancellationToken);
        });
        return command;
    }

    private static Command Budget()
    {
        var value = new Argument<string>("AMOUNT|off")
        {
            Description = "units of the gateway's currency, such as 2.50; off: only the operator's limit holds",
        };
        value.Validators.Add(parsed =>
        {
            if (parsed.Tokens is not [var token] || token.Value == "off" || AmountOf(token.Value) is not null) return;
            parsed.AddError($"A budget is an amount from 0 to {GlassesSettings.MostCloudBudget}, or off; not '{token.Value}'.");
        });
        var folder = new StateOption();
        var command = new Command(
            "budget", "Say what the cloud may cost in a month. An answer that would cost more is stopped.")
        {
            value, folder,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var budget = AmountOf(parsed.GetRequiredValue(value));
            var desk = CloudDesk.Create(parsed, folder);
            return (int)await desk.SetAsync(settings => settings with { CloudBudget = budget }, cancellationToken);
        });
        return command;
    }

    private static decimal? AmountOf(string text) =>
        decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount)
            && amount is >= 0 and <= GlassesSettings.MostCloudBudget ? amount : null;

    private static Command Forget()
    {
        var folder = new StateOption();
        var command = new Command("forget", "Forget gateway, key and consent, and let go of what waits, unsent.") { folder };
        command.SetAction(async (parsed, cancellationToken) => (int)await CloudDesk.Create(parsed, folder).ForgetAsync(cancellationToken));
        return command;
    }

    private static Command Flush()
    {
        var folder = new StateOption();
        var cloud = TurnFileOptions.Cloud();
        var settings = new SettingsOption();
        var command = new Command("flush", "Send what waits for the cloud now, each wish exactly once.") { cloud, folder, settings };
        command.SetAction(async (parsed, cancellationToken) => (int)await CloudDesk.WithSettingsAsync(
            parsed, folder, settings, desk => desk.FlushAsync(parsed.GetValue(cloud), cancellationToken)));
        return command;
    }
}
