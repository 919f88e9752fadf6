using Google.Protobuf;

namespace TestKit;

/// <summary>One span as an OTLP receiver gets it (opentelemetry-proto, trace/v1/trace.proto).</summary>
/// <param name="TraceId">32 hex digits.</param>
/// <param name="Id">16 hex digits.</param>
/// <param name="ParentId">Id of the span above it; empty for the first of a trace.</param>
/// <param name="Name">What was done.</param>
/// <param name="Tags">Its attributes that are text.</param>
public sealed record OtlpSpan(string TraceId, string Id, string ParentId, string Name, IReadOnlyDictionary<string, string> Tags)
{
    /// <summary>The spans of one <c>ExportTraceServiceRequest</c>.</summary>
    public static IEnumerable<OtlpSpan> ReadAll(byte[] request) =>
        from resource in Fields(request, 1)
        from scope in Fields(resource, 2)
        from span in Fields(scope, 2)
        select Read(span);

    private static OtlpSpan Read(byte[] span)
    {
        var tags = Fields(span, 9).Where(tag => Fields(Fields(tag, 2).Single(), 1).Any())
            .ToDictionary(tag => Text(tag, 1), tag => Text(Fields(tag, 2).Single(), 1));
        return new OtlpSpan(Hex(span, 1), Hex(span, 2), Hex(span, 4), Text(span, 5), tags);
    }

    private static string Hex(byte[] message, int field) => Convert.ToHexStringLower(Fields(message, field).SingleOrDefault() ?? []);

    private static string Text(byte[] message, int field) => ByteString.CopyFrom(Fields(message, field).Single()).ToStringUtf8();

    // Every value of a field that has a length: messages, text, bytes.
    private static IEnumerable<byte[]> Fields(byte[] message, int field)
    {
        using var input = new CodedInputStream(message);
        while (input.ReadTag() is var tag and not 0)
        {
            if (tag == WireFormat.MakeTag(field, WireFormat.WireType.LengthDelimited)) yield return input.ReadBytes().ToByteArray();
            else input.SkipLastField();
        }
    }
}
