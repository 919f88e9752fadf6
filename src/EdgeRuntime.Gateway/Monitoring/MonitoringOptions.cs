using Microsoft.Extensions.Options;

namespace EdgeRuntime.Gateway.Monitoring;

/// <summary>Where traces and metrics go; section <c>Gateway:Monitoring</c>.</summary>
public sealed class MonitoringOptions
{
    /// <value>OTLP receiver such as <c>http://127.0.0.1:4317</c>; empty: nothing is sent.</value>
    public string OtlpEndpoint { get; set; } = "";

    /// <value><c>grpc</c> or <c>http</c> (protobuf over HTTP, to the paths /v1/traces and /v1/metrics).</value>
    public string OtlpProtocol { get; set; } = "grpc";

    /// <value>Share of turns that are traced when the device did not decide, 0 to 1.</value>
    public double TracedShare { get; set; } = 1;

    /// <value>Time between two sendings of metrics.</value>
    public TimeSpan MetricsEvery { get; set; } = TimeSpan.FromSeconds(15);

    /// <value>Least severity that is logged: Debug, Information, Warning or Error.</value>
    public LogLevel LogLevel { get; set; } = LogLevel.Information;

    /// <value><c>text</c> or <c>json</c>, one record a line, on standard error.</value>
    public string LogFormat { get; set; } = "text";

    /// <summary>Checks the settings at start.</summary>
    public sealed class Validator : IValidateOptions<MonitoringOptions>
    {
        /// <inheritdoc/>
        public ValidateOptionsResult Validate(string? name, MonitoringOptions options)
        {
            List<string> wrong = [];
            if (options.OtlpEndpoint.Length > 0 && !IsWebAddress(options.OtlpEndpoint))
            {
                wrong.Add($"Gateway:Monitoring:OtlpEndpoint is '{options.OtlpEndpoint}': use an address such as http://127.0.0.1:4317.");
            }

            if (options.OtlpProtocol is not ("grpc" or "http"))
            {
                wrong.Add($"Gateway:Monitoring:OtlpProtocol is '{options.OtlpProtocol}': use grpc or http.");
            }

            if (options.TracedShare is not (>= 0 and <= 1))
            {
                wrong.Add($"Gateway:Monitoring:TracedShare is {options.TracedShare}: use 0 to 1.");
            }

            if (options.LogFormat is not ("text" or "json"))
            {
                wrong.Add($"Gateway:Monitoring:LogFormat is '{options.LogFormat}': use text or json.");
            }

            if (options.MetricsEvery < TimeSpan.FromMilliseconds(100) || options.MetricsEvery > TimeSpan.FromHours(1))
            {
                wrong.Add($"Gateway:Monitoring:MetricsEvery is {options.MetricsEvery}: use 00:00:00.1 to 01:00:00.");
            }

            return wrong.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(wrong);
        }

        private static bool IsWebAddress(string text) =>
            Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is ("http" or "https");
    }
}
