using System.Net;

namespace EdgeRuntime.Gateway.Upstreams.OpenAi;

/// <summary>The body of a question, which says when it is about to be written: once there is a connection, and not before. Owns what it
/// wraps.</summary>
internal sealed class LeavingContent : HttpContent
{
    private readonly HttpContent _body;
    private readonly Action _leaving;

    /// <summary>Takes over the headers too.</summary>
    /// <param name="body">What is written.</param>
    /// <param name="leaving">Called before it is.</param>
    public LeavingContent(HttpContent body, Action leaving)
    {
        _body = body;
        _leaving = leaving;
        foreach (var (name, values) in body.Headers) Headers.TryAddWithoutValidation(name, values);
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        _leaving();
        return _body.CopyToAsync(stream, context, cancellationToken);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _body.Headers.ContentLength ?? -1;
        return length >= 0;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) _body.Dispose();
        base.Dispose(disposing);
    }
}
