using System.CommandLine;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Traces;
using EdgeRuntime.Device.Companion.Broker;

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
        if (parsed.Tokens is not [var token] || IsForPages(token.Value)) return;
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
            var mqtt = parsed.GetResult("--mqtt")?.Tokens.FirstOrDefault()?.Value;
            if (given is null || (mqtt is not null && ForeignBrokerOptions.IsAddress(mqtt))) return;
            parsed.AddError($"{given.Name} belongs to a broker elsewhere: --mqtt mqtts://HOST");
        });
        return options;
    }

    /// <summary>The broker elsewhere that was chosen; null where none was. Failures: <c>mqtt-password-unreadable</c>,
    /// <c>mqtt-authority-unreadable</c>.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="address">What <c>--mqtt</c> says.</param>
    /// <param name="environment">Reads a variable.</param>
    /// <param name="input">Standard input.</param>
    public Outcome<ForeignBrokerOptions?> Read(ParseResult parsed, string? address, Func<string, string?> environment, TextReader input)
    {
        if (address is null || !ForeignBrokerOptions.IsAddress(address)) return (ForeignBrokerOptions?)null;
        if (!Password(parsed.GetValue(_password), environment, input).TryGet(out var password, out var failure)) return failure;
        if (!Authorities(parsed.GetValue(_authority)).TryGet(out var authorities, out failure)) return failure;
        var pages = parsed.GetValue(_pages) is { } url ? new Uri(url) : null;
        return new ForeignBrokerOptions(new Uri(address)) { Password = password, Authorities = authorities, ForPages = pages };
    }

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

    // Plain only where a browser takes the page itself for secure without TLS.
    private static bool IsForPages(string url) => Uri.TryCreate(url, UriKind.Absolute, out var address) && address.UserInfo.Length == 0
        && (address.Scheme == "wss"
            || (address.Scheme == "ws" && IPAddress.TryParse(address.Host.Trim('[', ']'), out var host) && IPAddress.IsLoopback(host)));
}
