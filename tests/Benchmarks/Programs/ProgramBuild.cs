namespace Benchmarks.Programs;

/// <summary>A checkout whose device program has been published into <c>artifacts/compare</c>, and whose tests have been built.</summary>
/// <param name="Checkout">Its folder.</param>
internal sealed record ProgramBuild(string Checkout)
{
    /// <summary>The published program.</summary>
    public string Program => Path.Combine(Checkout, "artifacts", "compare", "edge-runtime");

    /// <summary>The tests of the device, which bring the load of phones.</summary>
    public string Tests => Path.Combine(Checkout, "tests", "Device.Tests", "bin", "Release", "net10.0", "Device.Tests.dll");
}
