using System.Buffers.Binary;
using EdgeRuntime.Assistant.Understanding;
using EdgeRuntime.Assistant.Understanding.Pronouncing;
using TestKit;

namespace Assistant.Tests.Understanding;

public sealed class BackgroundModelTests
{
    private static readonly byte[] Valid = TestBackground.Bytes(3, ("G OW", 2), ("AA N", 4));

    [Fact]
    public void Load_CommittedFile_IsValid()
    {
        var outcome = BackgroundModel.Load(File.ReadAllBytes(Repository.PathOf("models", "background.bin")));

        Assert.Null(outcome.Failure);
        Assert.InRange(outcome.Value!.Phone.Length, 1000, 100_000);
    }

    [Fact]
    public void Load_TwoWords_HasTheirPhonesAndCosts()
    {
        var model = BackgroundModel.Load(Valid).Value!;

        Assert.Equal(["G", "AA", "OW", "N"], model.Phone.Select(Phones.SymbolOf));
        Assert.Equal([-1, -1, 0, 1], model.Parent);
        Assert.Equal([2, 4, 0, 0], model.Cost);
        Assert.Equal([float.PositiveInfinity, float.PositiveInfinity, 0, 0], model.EndCost);
        Assert.All(model.PhoneCosts, cost => Assert.Equal(3, cost));
    }

    public static TheoryData<byte[]> Broken => new()
    {
        Array.Empty<byte>(),
        "EBG1"u8.ToArray(),
        Valid[..^1],
        Changed(0, (byte)'X'),
        Changed(8, 0), // no phone
        Changed(8, 40), // no phone either
        Changed(11, 200), // more children than nodes
        Changed(11, 3), // no node left for the root
        WithNodes(-1),
        WithNodes(int.MaxValue),
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public void Load_BrokenFile_IsRefused(byte[] file) => Assert.Equal("background-invalid", BackgroundModel.Load(file).Failure!.Code);

    private static byte[] Changed(int at, byte value)
    {
        byte[] file = [.. Valid];
        file[at] = value;
        return file;
    }

    private static byte[] WithNodes(int nodes)
    {
        byte[] file = [.. Valid];
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(4), nodes);
        return file;
    }
}
