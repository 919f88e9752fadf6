using System.CommandLine;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Traces;
using EdgeRuntime.Device.Companion.Broker;
using EdgeRuntime.Device.Settings;

namespace EdgeRuntime.Device.Commands;

/// <summary>The options beside <c>--mqtt</c> that belong to a broker elsewhere.</summary>
internal sealed class ElsewhereOptions
{
    /// <summary>Holds the password where no file does.</summary>
    public const string PasswordVariable = "EDGE_RUNTIME_MQTT_PASSWORD";

    private readonly Option<string?> _password = new("--mqtt-password-file")
    {
        Description =
            "Broker elsewhere: file with the password, or - for the first line of standard input (default: the variable "
            + $"{PasswordVariable}).",
        HelpName = "FILE",
    };

    private readonly Option<string?> _authority = new("--mqtt-authority")
    {
        Description =
            "Broker elsewhere: file with the certificates (PEM) of the only authorities that may have signed its own (default: those of "
            + "this machine).",
        HelpName = "FILE",
    };

    private readonly Option<string?> _pages = new("--mqtt-pages")
    {
        Description = "Broker elsewhere: where the page /companion reaches it, as wss://HOST:PORT/PATH.",
        HelpName = "URL",
    };

    private ElsewhereOptions() => _pages.Validators.Add(parsed =>
    {
        if (parsed.Tokens is not [var token] || BrokerAddress.IsForPages(token.Value)) return;
        parsed.AddError($"--mqtt-pages takes an address such as wss://broker.example:8884/mqtt, not '{token.Value}'.");
    });

    /// <summary>Adds them to a command.</summary>
    public static ElsewhereOptions AddTo(Command command)
    {
        var options = new ElsewhereOptions();
        command.Options.Add(options._password);
        command.Options.Add(options._authority);
        command.Options.Add(options._pages);
        command.Validators.Add(parsed =>
        {
            // Beside a broker of one's own they would change nothing, and look as if they did.
            var given = ((Option[])[options._password, options._authority, options._pages])
                .FirstOrDefault(option => parsed.GetResult(option) is not null);
            var mqtt = parsed.GetResult("--mqtt");
            if (given is null || mqtt is null) return; // which broker is meant then, only the settings know
            if (mqtt.Tokens.FirstOrDefault() is { } token && ForeignBrokerOptions.IsAddress(token.Value)) return;
            parsed.AddError($"{given.Name} belongs to a broker elsewhere: --mqtt mqtts://HOST");
        });
        return options;
    }

    /// <summary>The broker elsewhere that was chosen; null where none was. Failures: <c>mqtt-password-unreadable</c>,
    /// <c>mqtt-authority-unreadable</c>.</summary>
    /// <param name="address">Where the broker is.</param>
    /// <param name="places">What is set, for what the command line leaves out.</param>
    /// <param name="environment">Reads a variable.</param>
    /// <param name="input">Standard input.</param>
    public Outcome<ForeignBrokerOptions?> Read(
        ParseResult parsed, string? address, PlaceOptions places, Func<string, string?> environment, TextReader input)
    {
        if (address is null || !ForeignBrokerOptions.IsAddress(address))
        {
            return Given(parsed) is { } stray ? Stray(stray) : (ForeignBrokerOptions?)null;
        }

        var file = parsed.GetValue(_password) ?? places.BrokerPasswordFile;
        var trust = parsed.GetValue(_authority) ?? places.BrokerAuthority;
        if (!Password(file, environment, input).TryGet(out var password, out var failure)) return failure;
        if (!Authorities(trust).TryGet(out var authorities, out failure)) return failure;
        var pages = parsed.GetValue(_pages) ?? places.BrokerForPages;
        return new ForeignBrokerOptions(new Uri(address))
        {
            Password = password,
            Authorities = authorities,
            ForPages = pages is null ? null : new Uri(pages),
            Timeout = places.BrokerTimeout,
        };
    }

    private Option? Given(ParseResult parsed) =>
        ((Option[])[_password, _authority, _pages]).FirstOrDefault(option => parsed.GetResult(option) is not null);

    private static Failure Stray(Option given) => new(
        Stages.Start, "usage-wrong", $"{given.Name} belongs to a broker elsewhere: --mqtt mqtts://HOST", "Give both, or neither.");

    private static Outcome<string?> Password(string? file, Func<string, string?> environment, TextReader input)
    {
        try
        {
            return file switch
            {
                null => environment(PasswordVariable),
                "-" => input.ReadLine(),
                _ => File.ReadLines(file).FirstOrDefault() ?? "",
            };
        }
        catch (Exception thrown) when (thrown is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return new Failure(
                Stages.Start, "mqtt-password-unreadable", $"{file} cannot be read: {thrown.Message}",
                "Give --mqtt-password-file a file with the password.");
        }
    }

    private static Outcome<X509Certificate2Collection?> Authorities(string? file)
    {
        if (file is null) return (X509Certificate2Collection?)null;
        try
        {
            var authorities = new X509Certificate2Collection();
            authorities.ImportFromPemFile(file);
            if (authorities.Count > 0) return authorities;
            return Unusable(file, "it holds no certificate");
        }
        catch (Exception thrown) when (thrown is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            return Unusable(file, thrown.Message);
        }
    }

    private static Failure Unusable(string file, string why) =>
        new(Stages.Start, "mqtt-authority-unreadable", $"{file} cannot be used: {why.TrimEnd('.')}.",
            "Give --mqtt-authority a file with a certificate in PEM.");
}
