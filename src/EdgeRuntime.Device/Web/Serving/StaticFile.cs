namespace EdgeRuntime.Device.Web.Serving;

/// <summary>One file of the pages.</summary>
/// <param name="Path">Path in its address, from the root.</param>
/// <param name="Type">Its media type.</param>
/// <param name="Tag">Entity tag: the beginning of its hash, in quotes.</param>
/// <param name="Content">What is sent, as it was built in.</param>
internal sealed record StaticFile(string Path, string Type, string Tag, ReadOnlyMemory<byte> Content);
