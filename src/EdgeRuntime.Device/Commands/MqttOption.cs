using System.CommandLine;
using System.Globalization;
using System.Net;
using EdgeRuntime.Device.Companion.Broker;

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
            if (parsed.Tokens is not [var token] || IsEndPoint(token.Value)) return;
            if (ForeignBrokerOptions.IsAddress(token.Value))
            {
                if (new Uri(token.Value).UserInfo.Contains(':', StringComparison.Ordinal)) parsed.AddError(InSight);
                return;
            }

            parsed.AddError($"--mqtt takes an address such as {Default} or mqtts://broker.example, not '{token.Value}'.");
        });
        return mqtt;
    }

    /// <summary>The address that was given, or the default.</summary>
    public static string Of(ParseResult parsed, Option<string?> mqtt) => parsed.GetValue(mqtt) ?? Default;

    // An address alone is read as one with port 0, and a number alone as an address: 99999 is 0.1.134.159.
    private static bool IsEndPoint(string text) =>
        IPEndPoint.TryParse(text, out var read)
        && text.EndsWith(string.Create(CultureInfo.InvariantCulture, $":{read.Port}"), StringComparison.Ordinal)
        && (text[0] == '[' || text.AsSpan(0, text.LastIndexOf(':')).Count('.') == 3);
}
