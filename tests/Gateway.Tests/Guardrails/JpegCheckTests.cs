using CsCheck;
using EdgeRuntime.Gateway.Guardrails;

namespace Gateway.Tests.Guardrails;

public sealed class JpegHeaderTests
{
    // SOI, APP0 with two bytes, a baseline frame of 640 x 480.
    private static readonly byte[] Small =
        [0xff, 0xd8, 0xff, 0xe0, 0, 4, 1, 2, 0xff, 0xff, 0xc0, 0, 11, 8, 0x01, 0xe0, 0x02, 0x80, 1, 1, 0x11, 0, 0xff, 0xda];

    [Fact]
    public void Read_Baseline_GivesTheSize() => Assert.Equal((640, 480), JpegHeader.Read(Small));

    [Fact]
    public void Read_CutAnywhereBeforeTheSize_GivesNothing()
    {
        for (var length = 0; length < 18; length++)
        {
            Assert.Null(JpegHeader.Read(Small.AsSpan(0, length)));
        }
    }

    [Theory]
    [InlineData("89504e470d0a1a0a")] // PNG
    [InlineData("ffd8ffe0ffff")] // a length beyond the end
    [InlineData("ffd8ffe00000ffc0000b0801e00280")] // a length of zero
    [InlineData("ffd8ffda000b0801e0028001ffc0000b0801e00280")] // the picture before its frame
    [InlineData("ffd8ffc0000b0800000280011100")] // no height
    public void Read_NoJpeg_GivesNothing(string hex) => Assert.Null(JpegHeader.Read(Convert.FromHexString(hex)));

    [Fact]
    public void Read_AnyBytes_NeverThrows() => Gen.Byte.Array[0, 64].Sample(
        bytes => _ = JpegHeader.Read([0xff, 0xd8, 0xff, .. bytes]), iter: 20_000, seed: "0N0XIzNsQ0O2", threads: 1);
}
