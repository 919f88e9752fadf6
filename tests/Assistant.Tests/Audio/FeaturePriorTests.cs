using EdgeRuntime.Assistant.Audio;

namespace Assistant.Tests.Audio;

public sealed class FeaturePriorTests
{
    [Fact]
    public void Load_EightyFloats_GivesThem()
    {
        var prior = Enumerable.Range(0, 80).Select(i => i / 16f).ToArray();

        var loaded = FeaturePrior.Load(new MemoryStream(Bytes(prior)));

        Assert.Equal(prior, loaded.Value);
    }

    [Theory]
    [InlineData(79, 0f)]
    [InlineData(81, 0f)]
    [InlineData(0, 0f)]
    [InlineData(80, float.NaN)]
    [InlineData(80, float.PositiveInfinity)]
    [InlineData(80, -1e9f)]
    public void Load_AnythingElse_IsRefused(int count, float value)
    {
        var failure = FeaturePrior.Load(new MemoryStream(Bytes([.. Enumerable.Repeat(value, count)]))).Failure;

        Assert.Equal("features-prior-invalid", failure?.Code);
        Assert.StartsWith("Refusing to", failure?.Message);
    }

    private static byte[] Bytes(float[] values) => [.. values.SelectMany(BitConverter.GetBytes)];
}
