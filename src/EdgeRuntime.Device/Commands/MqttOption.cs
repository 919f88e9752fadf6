using System.CommandLine;
using EdgeRuntime.Device.Companion.Broker;
using EdgeRuntime.Device.Settings;

namespace EdgeRuntime.Device.Commands;

/// <summary>The option <c>--mqtt HOST:PORT</c>.</summary>
internal static class MqttOption
{
    private const string Default = "127.0.0.1:1883";
    private const string InSight = "Refusing a password in --mqtt, where every user of this machine sees it: expected the user name alone. "
        + $"Put the password into a file (--mqtt-password-file) or into {ElsewhereOptions.PasswordVariable}.";

    public static Option<string?> Create(string what)
    {
        var mqtt = new Option<string?>("--mqtt")
        {
            Description =
                $"{what}: address for MQTT 5 on this machine (TLS unless it is loopback), or mqtt:// or mqtts:// for a broker elsewhere "
                + $"(default: {Default}).",
            HelpName = "HOST:PORT|URL",
            Arity = ArgumentArity.ZeroOrOne,
        };
        mqtt.Validators.Add(parsed =>
        {
            if (parsed.Tokens is not [var token] || BrokerAddress.IsEndPoint(token.Value)) return;
            if (ForeignBrokerOptions.IsAddress(token.Value))
            {
                if (BrokerAddress.HasPassword(token.Value)) parsed.AddError(InSight);
                return;
            }

            parsed.AddError($"--mqtt takes an address such as {Default} or mqtts://broker.example, not '{token.Value}'.");
        });
        return mqtt;
    }

    /// <summary>The address that was given, else the one that is set, else the default.</summary>
    public static string Read(ParseResult parsed, Option<string?> mqtt, DeviceSettings settings) =>
        parsed.GetValue(mqtt) ?? (parsed.GetResult(mqtt) is null ? settings.Places.Broker : null) ?? Default;

    /// <summary>The address that was given, with the default where the option has none, else the one that is set; null for
    /// neither.</summary>
    public static string? Wanted(ParseResult parsed, Option<string?> mqtt, DeviceSettings settings) =>
        parsed.GetResult(mqtt) is null ? settings.Places.Broker : parsed.GetValue(mqtt) ?? Default;
}
