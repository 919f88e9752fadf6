using CsCheck;
using EdgeRuntime.Assistant.Audio;
using TestKit;

namespace Assistant.Tests.Audio;

/// <summary>Hostile input: whatever the bytes, the reader gives samples in [-1, 1] or a failure, in flat memory,
/// and comes to an end.</summary>
public sealed class WavReaderProperties
{
    private static readonly Gen<byte[]> Chunks =
        from id in Gen.OneOf("fmt ", "data", "LIST", "ds64", "fact", "JUNK", "\0\0\0\0")
        from body in Gen.Byte.Array[0, 60]
        from size in Gen.OneOf(Gen.Const((uint)body.Length), Gen.OneOf(0u, 1u, 16u, 0x7FFFFFFFu, 0x80000000u, uint.MaxValue), Gen.UInt)
        select WavBytes.Chunk(id, body, size);

    private static readonly Gen<byte[]> Good =
        from format in Gen.OneOf((1, 8), (1, 16), (1, 24), (1, 32), (3, 32), (3, 64))
        from channels in Gen.Int[1, 4]
        from rateHz in Gen.OneOf(8_000u, 11_025u, 16_000u, 44_100u, 48_000u)
        from samples in Gen.Float[-1, 1].Array[channels, 200]
        select WavBytes.File(samples, format.Item1, channels, rateHz, format.Item2);

    [Fact]
    public void Open_AnyBytes_NeverThrows() => Gen.Byte.Array[0, 300].Sample(Survives, iter: 2000);

    [Fact]
    public void Open_AnyBytesAfterRiff_NeverThrows() =>
        Gen.Select(Gen.Byte.Array[0, 300], Gen.UInt)
            .Sample((bytes, size) => Survives([.. "RIFF"u8, .. WavBytes.U32(size), .. "WAVE"u8, .. bytes]), iter: 2000);

    [Fact]
    public void Open_AnyChunksInAnyOrder_NeverThrows() => Gen.Select(Chunks.Array[0, 6], Gen.UInt).Sample(
        (chunks, size) => Survives(WavBytes.Riff(size, "RIFF", chunks)) && Survives(WavBytes.Riff(size, "RF64", chunks)), iter: 3000);

    [Fact]
    public void Open_GoodFileCutAnywhere_GivesAPrefixOrAFailure() => Gen.Select(Good, Gen.Double[0, 1]).Sample(
        (file, part) =>
        {
            var whole = ReadAll(file) ?? throw new InvalidDataException("A good file was refused.");
            var cut = ReadAll(file[..(int)(part * file.Length)]);
            return cut is null || (cut.Length <= whole.Length && whole.AsSpan(0, cut.Length).SequenceEqual(cut));
        },
        iter: 2000);

    [Fact]
    public void Open_GoodFileWithBytesChanged_NeverThrows() => Gen.Select(Good, Gen.Select(Gen.Int[0, 60], Gen.Byte).Array[1, 8]).Sample(
        (file, changes) =>
        {
            foreach (var (at, value) in changes.Where(change => change.Item1 < file.Length))
            {
                file[at] = value;
            }

            return Survives(file);
        },
        iter: 4000);

    [Fact]
    public void Open_HeaderPromisesGigabytes_AllocatesNoMoreThanForASmallFile()
    {
        var file = WavBytes.Riff(
            0x7FFEFFFF, "RIFF", WavBytes.Chunk("JUNK", new byte[1 << 20]), WavBytes.Format(channels: 32, bits: 32),
            WavBytes.Chunk("data", new byte[4096], 0x7FFEFFFF));
        var stream = new MemoryStream(file);
        WavReader.Open(new MemoryStream(file));

        var before = GC.GetAllocatedBytesForCurrentThread();
        var outcome = WavReader.Open(stream);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Null(outcome.Failure);
        Assert.InRange(allocated, 1, 32 * 1024);
    }

    private static bool Survives(byte[] file)
    {
        var samples = ReadAll(file) ?? [];
        return samples.Length <= file.Length && samples.All(sample => sample is >= -1 and <= 1);
    }

    // A memory stream completes at once, so the task has its result when it is asked for.
    private static float[]? ReadAll(byte[] file) =>
        WavReader.Open(new MemoryStream(file)).TryGet(out var reader, out _) ? reader.ReadAllAsync(block: 64).Result : null;
}
