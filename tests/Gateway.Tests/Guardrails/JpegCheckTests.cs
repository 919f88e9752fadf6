using CsCheck;
using EdgeRuntime.Gateway.Guardrails;
using TestKit;

namespace Gateway.Tests.Guardrails;

public sealed class JpegCheckTests
{
    private static readonly byte[] Small = JpegBytes.Grey(40, 24);

    [Theory]
    [InlineData(40, 24, 0)]
    [InlineData(1, 1, 0)]
    [InlineData(4096, 4096, 0)]
    [InlineData(16, 16, 1 << 20)]
    public void Read_WholePicture_GivesTheSize(int width, int height, int bytes)
    {
        var picture = JpegBytes.Grey(width, height, bytes);

        Assert.Equal((width, height), JpegCheck.Read(picture, out _));
        Assert.True(bytes == 0 || picture.Length == bytes);
        Assert.Equal((width, height), JpegCheck.Read([.. picture, 0, 0, 0], out _)); // what fills up a camera's buffer
    }

    [Fact]
    public void Read_CutAnywhere_IsRefused()
    {
        for (var length = 0; length < Small.Length; length++)
        {
            Assert.Null(JpegCheck.Read(Small.AsSpan(0, length), out var why));
            Assert.NotEqual("", why);
        }
    }

    [Theory]
    [InlineData("89504e470d0a1a0a")] // PNG
    [InlineData("ffd8ffd9")] // nothing
    [InlineData("ffd8ffe0ffff")] // a length beyond the end
    [InlineData("ffd8ffe00000ffc0000b0801e00280")] // a length of zero
    [InlineData("ffd8ffda000b0801e0028001ffc0000b0801e00280")] // the picture before its frame
    [InlineData("ffd8ffc0000b0800000280011100")] // no height
    [InlineData("ffd8ffc0000b0800100010010111" + "00ffd9")] // a frame and no picture: all that was looked at once
    public void Read_NoWholeJpeg_IsRefused(string hex) => Assert.Null(JpegCheck.Read(Convert.FromHexString(hex), out _));

    [Theory]
    [InlineData("ffdb", "ffe1")] // no quantization table
    [InlineData("ffc4", "ffe1")] // no Huffman tables
    [InlineData("ffc0", "ffc3")] // lossless
    [InlineData("ffc0000b08", "ffc0000b0c")] // 12 bits
    [InlineData("ffc0000b0800180028", "ffc0000b0810001000")] // larger than its picture
    [InlineData("ffda00080101", "ffda00080201")] // more components than the frame has
    [InlineData("ffd9", "ffd93c3f706870")] // something behind it
    public void Read_BrokenInOnePlace_IsRefused(string whole, string broken)
    {
        var bytes = Convert.FromHexString(Convert.ToHexStringLower(Small).Replace(whole, broken, StringComparison.Ordinal));

        Assert.NotEqual(Small, bytes);
        Assert.Null(JpegCheck.Read(bytes, out _));
    }

    [Theory]
    [InlineData(Baseline)]
    [InlineData(Progressive)]
    public void Read_PictureOfAnEncoder_IsTaken(string picture) =>
        Assert.Equal((24, 24), JpegCheck.Read(Convert.FromBase64String(picture), out _));

    [Fact]
    public void Read_AnyBytes_NeverThrows() => Gen.Byte.Array[0, 64].Sample(
        bytes => _ = JpegCheck.Read([0xff, 0xd8, 0xff, .. bytes], out _), iter: 20_000, seed: "0N0XIzNsQ0O2", threads: 1);

    [Fact]
    public void Read_AnyDamage_NeverThrows() => Gen.Select(Gen.Int[0, Small.Length - 1], Gen.Byte).Sample(
        (at, value) =>
        {
            var damaged = Small.ToArray();
            damaged[at] = value;
            _ = JpegCheck.Read(damaged, out _);
        },
        iter: 20_000, seed: "0N0XIzNsQ0O2", threads: 1);

    // 24 x 24 in colours, of which every second in each direction; written by ImageMagick.
    private const string Baseline =
        "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDABQODxIPDRQSEBIXFRQYHjIhHhwcHj0sLiQySUBMS0dARkVQWnNiUFVtVkVGZIhlbXd7gYKBTmCNl4" +
        "x9lnN+gXz/2wBDARUXFx4aHjshITt8U0ZTfHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHz/wAARCAAY" +
        "ABgDASIAAhEBAxEB/8QAGQABAAMBAQAAAAAAAAAAAAAAAAEDBAIF/8QAIRAAAgIBBAIDAAAAAAAAAAAAAQIAESEDEzFBBGFRgZH/xAAYAQACAw" +
        "AAAAAAAAAAAAAAAAADBgECBf/EAB8RAAICAgEFAAAAAAAAAAAAAAABAiEDBBESEzFBUf/aAAwDAQACEQMRAD8A8xHBS2H3JFKfmUJrKLVsHiSF" +
        "JYc47hnpv4bi24+DTtq3qsmJncGrsejErHVXsiWe6ZRqFdRSwoHk1Od9quzjq4iMvQuGLqbJHkGu/wBiIg+zCVtBI5Jqkz//2Q==";

    private const string Progressive =
        "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDABQODxIPDRQSEBIXFRQYHjIhHhwcHj0sLiQySUBMS0dARkVQWnNiUFVtVkVGZIhlbXd7gYKBTmCNl4" +
        "x9lnN+gXz/2wBDARUXFx4aHjshITt8U0ZTfHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHz/wgARCAAY" +
        "ABgDASIAAhEBAxEB/8QAGAABAAMBAAAAAAAAAAAAAAAAAAECAwT/xAAXAQADAQAAAAAAAAAAAAAAAAAAAgUE/9oADAMBAAIQAxAAAAHiTR9ezI" +
        "NbIoz6gb//xAAXEAADAQAAAAAAAAAAAAAAAAAAAREQ/9oACAEBAAEFAsTEiwpS5//EABgRAAMBAQAAAAAAAAAAAAAAAAABAxES/9oACAEDAQE/" +
        "AXQVDWdM/8QAGREAAgMBAAAAAAAAAAAAAAAAAAEDERIT/9oACAECAQE/AVEcikYR/8QAFBABAAAAAAAAAAAAAAAAAAAAMP/aAAgBAQAGPwIf/8" +
        "QAFxABAQEBAAAAAAAAAAAAAAAAAREAEP/aAAgBAQABPyG64EjwrgKXODv/2gAMAwEAAgADAAAAEFs3fP/EABcRAQEBAQAAAAAAAAAAAAAAAAEA" +
        "ESH/2gAIAQMBAT8QxONubbEBf//EABcRAQEBAQAAAAAAAAAAAAAAAAERADH/2gAIAQIBAT8QgRMRhrcL03//xAAbEAEBAQEBAAMAAAAAAAAAAA" +
        "ABEQAhQTFhsf/aAAgBAQABPxDorlXppRb8Xw1FvAyjiaFG9/MBR5iVrdB+rv/Z";
}
