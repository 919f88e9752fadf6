using Microsoft.AspNetCore.Http;

namespace EdgeRuntime.Device.Web.Serving;

/// <summary>Headers of every answer: what a page of ours may do, and that nobody may do anything with it.</summary>
internal static class PageHeaders
{
    // Nothing but our own files runs, nothing is reached but our own origin (and by the companion its broker),
    // and no text becomes markup (Trusted Types).
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; media-src 'self' blob:; "
        + "worker-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
        + "require-trusted-types-for 'script'; trusted-types companion-worker";

    /// <summary>Writes what keeps a page to its own files and its own origin.</summary>
    /// <param name="isSecure">True where browsers take the page for secure; elsewhere they complain of headers that count there
    /// only.</param>
    /// <param name="broker">The one other origin that may be reached; null for none.</param>
    public static void Write(IHeaderDictionary headers, bool isSecure, Uri? broker = null)
    {
        headers.ContentSecurityPolicy = $"{Policy}; connect-src 'self'{(broker is null ? "" : $" {broker.Scheme}://{broker.Authority}")}";
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        if (isSecure) headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(self), microphone=(self), geolocation=(), usb=(), serial=(), payment=()";
        headers.CacheControl = "no-cache"; // asked for again with its tag, so that an update is there at once
    }
}
