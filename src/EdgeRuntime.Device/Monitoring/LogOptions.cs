using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Traces;
using Microsoft.Extensions.Logging;

namespace EdgeRuntime.Device.Monitoring;

/// <summary>What is logged, where it is kept, and where traces go.</summary>
public sealed record LogOptions
{
    /// <summary>Environment variable with the least severity that is logged.</summary>
    public const string LevelVariable = "EDGE_RUNTIME_LOG";

    /// <summary>Environment variable with the address of an OTLP receiver.</summary>
    public const string OtlpVariable = "EDGE_RUNTIME_OTLP";

    private const int OtlpHttpPort = 4318; // the OTLP specification: 4317 for gRPC, 4318 for HTTP

    /// <value>Least severity that leaves a line.</value>
    public LogLevel Level { get; init; } = LogLevel.Information;

    /// <value>Bytes of a file after which a new one is begun, 4 KiB to 64 MiB.</value>
    public int FileBytes { get; init; } = 1 << 20;

    /// <value>Files that are kept, the one that is written included, 1 to 20.</value>
    public int Files { get; init; } = 4;

    /// <value>OTLP receiver of traces such as <c>http://127.0.0.1:4317</c>; null: nothing is sent.</value>
    public Uri? OtlpEndpoint { get; init; }

    /// <value>True for protobuf over HTTP, to the path /v1/traces of the receiver; false for gRPC.</value>
    public bool OtlpOverHttp { get; init; }

    /// <summary>As the environment has them, over what is set; <c>log-options-wrong</c> where it makes no sense.</summary>
    /// <param name="environment">The environment of the program.</param>
    /// <param name="set">What is set; null for what is built in.</param>
    public static Outcome<LogOptions> Read(Func<string, string?> environment, LogOptions? set = null)
    {
        var options = set ?? new LogOptions();
        if (environment(LevelVariable) is { Length: > 0 } word)
        {
            if (!word.All(char.IsAsciiLetter) || !Enum.TryParse<LogLevel>(word, ignoreCase: true, out var level))
            {
                return Wrong($"{LevelVariable}={word}", "trace, debug, information, warning, error, critical or none");
            }

            options = options with { Level = level };
        }

        if (environment(OtlpVariable) is not { Length: > 0 } address) return options;
        if (!IsReceiver(address))
        {
            return Wrong($"The address in {OtlpVariable}", "an address such as http://127.0.0.1:4317, without a user or password");
        }

        var receiver = new Uri(address);
        return options with { OtlpEndpoint = receiver, OtlpOverHttp = receiver.Port == OtlpHttpPort };
    }

    /// <summary>Whether spans can be sent there; a password in an address would be seen by every user of this machine.</summary>
    public static bool IsReceiver(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) && address is { Scheme: "http" or "https", UserInfo: "" };

    /// <summary>What is wrong with them; null while all is well.</summary>
    public Failure? Validate() =>
        FileBytes is < 4096 or > 64 << 20 ? Wrong($"Log files of {FileBytes} bytes", "4 KiB to 64 MiB")
        : Files is < 1 or > 20 ? Wrong($"{Files} log files", "1 to 20")
        : OtlpEndpoint is { } endpoint && !IsReceiver(endpoint.OriginalString) ? Wrong("The OTLP receiver", "http:// or https://")
        : null;

    private static Failure Wrong(string what, string bounds) =>
        new(Stages.Start, "log-options-wrong", $"{what} cannot be used.", $"Use {bounds}.");
}
