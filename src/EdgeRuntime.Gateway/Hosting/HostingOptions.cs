using System.Net;
using Microsoft.Extensions.Options;

namespace EdgeRuntime.Gateway.Hosting;

/// <summary>Where the gateway listens and how it proves itself; section <c>Gateway:Hosting</c>.</summary>
public sealed class HostingOptions
{
    /// <value>Address and port; port 0 takes a free one.</value>
    public string Listen { get; set; } = "127.0.0.1:7443";

    /// <value>HTTP/2 without TLS; only on a loopback address.</value>
    public bool Plaintext { get; set; }

    /// <value>Certificate chain as PEM; empty: a self-signed one is made in the data folder on first start.</value>
    public string Certificate { get; set; } = "";

    /// <value>Private key as PEM; needed with <see cref="Certificate"/>.</value>
    public string CertificateKey { get; set; } = "";

    /// <value>Silence on a connection after which the gateway asks whether the client is still there.</value>
    public TimeSpan KeepAlivePingAfter { get; set; } = TimeSpan.FromSeconds(20);

    /// <value>How long it waits for the answer before it closes the connection.</value>
    public TimeSpan KeepAlivePingTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <value>Calls at the same time on one connection.</value>
    public int StreamsPerConnection { get; set; } = 1000;

    /// <value>Connections at the same time.</value>
    public int Connections { get; set; } = 10_000;

    /// <value>Longest time from the connection to the first bytes of a request, the TLS handshake in between.</value>
    public TimeSpan HandshakeTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <value>Connections of one address (of IPv6, of one network of 64 bits) that have not come so far; one more ends the oldest of
    /// them.</value>
    public int HandshakesPerAddress { get; set; } = 256;

    /// <summary>The address, or null when it cannot be read.</summary>
    internal static IPEndPoint? EndPointOf(string listen) =>
        IPEndPoint.TryParse(listen.Replace("localhost", "127.0.0.1", StringComparison.OrdinalIgnoreCase), out var found)
            && listen.Contains(':') ? found : null;

    /// <summary>Checks the settings at start.</summary>
    public sealed class Validator : IValidateOptions<HostingOptions>
    {
        /// <inheritdoc/>
        public ValidateOptionsResult Validate(string? name, HostingOptions options)
        {
            string[] wrong = [.. WrongAddress(options), .. WrongCertificate(options), .. WrongTimes(options), .. WrongCounts(options)];
            return wrong.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(wrong);
        }

        private static IEnumerable<string> WrongAddress(HostingOptions options)
        {
            var end = EndPointOf(options.Listen);
            if (end is null) yield return $"Gateway:Hosting:Listen is '{options.Listen}': use an address and a port such as 0.0.0.0:7443.";
            if (options.Plaintext && end is not null && !IPAddress.IsLoopback(end.Address))
            {
                yield return $"Refusing to serve without TLS on {options.Listen}: Gateway:Hosting:Plaintext is for loopback addresses "
                    + "only.";
            }
        }

        private static IEnumerable<string> WrongCertificate(HostingOptions options)
        {
            if ((options.Certificate.Length > 0) != (options.CertificateKey.Length > 0))
            {
                yield return "Gateway:Hosting:Certificate and Gateway:Hosting:CertificateKey belong together: set both or none.";
            }

            foreach (var file in new[] { options.Certificate, options.CertificateKey })
            {
                if (file.Length > 0 && !File.Exists(file))
                {
                    yield return $"There is no file {file}: Gateway:Hosting:Certificate and CertificateKey name PEM files.";
                }
            }
        }

        private static IEnumerable<string> WrongTimes(HostingOptions options)
        {
            if (options.KeepAlivePingAfter < TimeSpan.FromSeconds(1))
            {
                yield return $"Gateway:Hosting:KeepAlivePingAfter is {options.KeepAlivePingAfter}: use 00:00:01 or more.";
            }

            if (options.KeepAlivePingTimeout < TimeSpan.FromSeconds(1))
            {
                yield return $"Gateway:Hosting:KeepAlivePingTimeout is {options.KeepAlivePingTimeout}: use 00:00:01 or more.";
            }

            if (options.HandshakeTimeout.TotalSeconds is < 0.5 or > 60)
            {
                yield return $"Gateway:Hosting:HandshakeTimeout is {options.HandshakeTimeout}: use 00:00:00.5 to 00:01:00.";
            }
        }

        private static IEnumerable<string> WrongCounts(HostingOptions options)
        {
            if (options.HandshakesPerAddress < 1)
            {
                yield return $"Gateway:Hosting:HandshakesPerAddress is {options.HandshakesPerAddress}: use 1 or more.";
            }

            if (options.StreamsPerConnection < 1)
            {
                yield return $"Gateway:Hosting:StreamsPerConnection is {options.StreamsPerConnection}: use 1 or more.";
            }

            if (options.Connections < 1) yield return $"Gateway:Hosting:Connections is {options.Connections}: use 1 or more.";
        }
    }
}
