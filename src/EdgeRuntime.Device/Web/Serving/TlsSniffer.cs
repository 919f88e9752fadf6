using EdgeRuntime.Device.Companion.Broker;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace EdgeRuntime.Device.Web.Serving;

/// <summary>Lets one port speak TLS and plain HTTP: the first byte says which (22 is a TLS handshake, RFC 8446, 5.1; no HTTP method begins
/// so). Plain HTTP is needed for the page that explains how the certificate is installed, which nobody trusts yet.</summary>
internal static class TlsSniffer
{
    private const byte Handshake = 22;
    private static readonly TimeSpan FirstByteDeadline = TimeSpan.FromSeconds(5);

    /// <summary>Adds it to an endpoint.</summary>
    public static void Use(ListenOptions listen, GlassesCertificate certificate)
    {
        ConnectionDelegate? plain = null;
        listen.Use(tls => context => ServeAsync(context, tls, plain!));
        listen.UseHttps(new HttpsConnectionAdapterOptions
        {
            ServerCertificateSelector = (_, _) => certificate.Current,
            HandshakeTimeout = FirstByteDeadline,
        });
        listen.Use(http => plain = http);
    }

    private static async Task ServeAsync(ConnectionContext context, ConnectionDelegate tls, ConnectionDelegate plain)
    {
        using var late = CancellationTokenSource.CreateLinkedTokenSource(context.ConnectionClosed);
        late.CancelAfter(FirstByteDeadline);
        bool isTls;
        try
        {
            var read = await context.Transport.Input.ReadAsync(late.Token).ConfigureAwait(false);
            if (read.Buffer.IsEmpty) return;
            context.Features.Get<ConnectionPass>()?.Hear();
            isTls = read.Buffer.FirstSpan[0] == Handshake;
            context.Transport.Input.AdvanceTo(read.Buffer.Start);
        }
        catch (Exception thrown) when (thrown is OperationCanceledException or ConnectionResetException)
        {
            return; // it said nothing, or went away
        }

        await (isTls ? tls : plain)(context).ConfigureAwait(false);
    }
}
